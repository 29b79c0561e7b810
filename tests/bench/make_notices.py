#!/usr/bin/env python3
"""Writes N notices of N fictional communities, each with numbers of its own.

usage: make_notices.py N DIR       DIR/00/00000.txt … , 1,000 a folder

The same N gives the same bytes every time.
"""
import datetime
import os
import sys

PLACE = "桐湖松溪云岭青禾柳荷塘石桥梅竹兰枫杏林泉岗坪湾洲沙田花园山水明月星河"
STREETS = ["柳埠街道", "桂竹街道", "东渡街道", "石桥镇", "罗坪镇"]
AREAS = ["政治理论学习", "议事协商", "环境巡查", "党员联系群众", "问卷调查", "社区基金使用",
         "适老化改造", "反诈宣传", "阵地建设"]
ITEMS = [
    "制定{area}计划，每月至少安排{a}次，资料当日归档",
    "于{done}召开专题会议{b}次，形成决定事项{c}项，已办结{d}项",
    "截至{until}，走访居民{e}户，收集诉求{f}件，逐件答复",
    "投入资金{g}万元，改造场地{h}平方米，满意率{i}%",
    "组织{j}名党员分片包干，覆盖居民{k}余名",
]


class Numbers:
    """A small generator of numbers, the same on every machine."""

    def __init__(self, seed):
        self.x = seed * 2654435761 % 2**32 + 1

    def below(self, n):
        self.x = (self.x * 1103515245 + 12345) % 2**31
        return (self.x >> 8) % n


def day(d):
    return "%d年%d月%d日" % (d.year, d.month, d.day)


def name(i):
    """A place of four characters, one for each i up to 36^4."""
    out = ""
    for _ in range(4):
        i, at = divmod(i, len(PLACE))
        out += PLACE[at]
    return out


def notice(i):
    r = Numbers(i)
    street, place = STREETS[r.below(len(STREETS))], name(i)
    issuer = "中共云溪市临川区%s%s社区委员会" % (street, place)
    start = datetime.date(2024, 9, 1) + datetime.timedelta(r.below(60))
    end = start + datetime.timedelta(60)
    back = end + datetime.timedelta(30)
    out = [issuer, "", "关于巡察整改进展情况的通报", "",
           "根据区委统一部署，%s至%s，区委第%s巡察组对%s社区党委开展了巡察。%s，区委第%s巡察组向%s社区党委反馈了"
           "巡察意见。现将巡察整改进展情况予以公布。" % (
               day(start), day(end), "一二三四五"[i % 5], place, day(back), "一二三四五"[i % 5], place),
           "", "一、巡察反馈意见整改落实情况", ""]
    for c in range(3):
        out += ["（%s）聚焦%s方面" % ("一二三"[c], ["决策部署", "群众急难愁盼", "基层党组织建设"][c]), ""]
        for f in range(3):
            area = AREAS[c * 3 + f]
            out += ["%d. %s方面" % (f + 1, area), ""]
            said = []
            for m in range(3):
                d = back + datetime.timedelta(20 + r.below(90))
                letters = {k: 2 + r.below(90) for k in "bcdefhijk"}
                letters["d"] = min(letters["d"], letters["c"])
                said.append("一二三"[m] + "是" + ITEMS[(f + m + i) % len(ITEMS)].format(
                    area=area, a=1 + r.below(4), g="%.1f" % (1 + r.below(90) / 10),
                    done="%d年%d月" % (d.year, d.month), until=day(d), **letters) + "。")
            out += ["".join(said), ""]
    signed = back + datetime.timedelta(150)
    out += ["二、下一步工作打算", "", "社区党委将对第%d号台账所列事项持续跟踪，巩固整改成果。" % (i + 1), "",
            "欢迎广大党员群众监督。公开期限：%s至%s。" % (
                day(signed), day(signed + datetime.timedelta(13))), "",
            "联系电话：0549-555%05d；邮政地址：云溪市临川区%s%d号；电子邮箱：n%d@yunxi.example。" % (
                i % 100000, street, i % 900 + 1, i), "", issuer, "", day(signed), ""]
    return "\n".join(out)


def main(count, folder):
    for i in range(count):
        if i % 1000 == 0:
            os.makedirs(os.path.join(folder, "%02d" % (i // 1000)), exist_ok=True)
        path = os.path.join(folder, "%02d" % (i // 1000), "%05d.txt" % i)
        with open(path, "w", encoding="utf8") as f:
            f.write(notice(i))


main(int(sys.argv[1]), sys.argv[2])
