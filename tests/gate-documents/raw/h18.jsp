<%@ page language="java" contentType="text/html; charset=GBK" pageEncoding="GBK"%>
<%@ include file="/inc/conn.jsp"%>
<%
  String id = request.getParameter("id");
  Article a = dao.find(Integer.parseInt(id));
%>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=GBK"><title>国旗下讲话 - 桐城坡中学</title></head>
<body>
<div class="head"><h1>桐城坡中学</h1><p>博学 笃行 求实 创新</p></div>
<div class="menu"><a>首 页</a> <a>学校概况</a> <a>德育之窗</a> <a>教研天地</a> <a>家校互通</a> <a>招生信息</a></div>
<div class="left"><h3>德育之窗</h3><ul><li><a>主题班会</a></li><li><a>国旗下讲话</a></li><li><a>心理驿站</a></li><li><a>团队活动</a></li></ul>
<h3>最新更新</h3><ul><li><a>我校举行2011年秋季田径运动会</a></li><li><a>初三月考成绩分析会召开</a></li><li><a>致家长的一封信</a></li></ul></div>
<div class="right"><div>您现在的位置： 首 页 &gt;&gt; 德育之窗 &gt;&gt; 国旗下讲话</div>
<h2>把小事做成习惯</h2>
<p align=center>——第十周国旗下讲话</p>
<p align=center>发布者：<%=a.getAuthor()%>政教处　　发布时间：2011-11-7 8:30:00　　信息来源：八(3)班　　浏览量：<%=a.getHits()%>326</p>
<div class="cont">
<P>　　尊敬的老师，亲爱的同学们：</P>
<P>　　大家早上好！我是八（3）班的吴雨桐，今天我讲话的题目是《把小事做成习惯》。</P>
<P>　　上周五放学，我看到一位保洁阿姨蹲在楼梯上，一点一点地刮口香糖，刮一块要用三分钟，那一层楼梯，一共有27块。我蹲下来帮她，她笑着说：“孩子，你能少吐一块，就是帮了我大忙。”</P>
<P>　　同学们，我们常说要做大事，可是大事是从哪里来的呢？我有三个小小的建议：</P>
<P>　　第一个建议，弯一弯腰。看见地上的纸屑，弯一弯腰捡起来，一秒钟就够了。</P>
<P>　　第二个建议，等一等。上下楼梯不抢先，食堂打饭不插队，等一等，校园就多了一分从容。</P>
<P>　　第三个建议，说一声。说一声“谢谢”，说一声“对不起”，心与心的距离就近了。</P>
<P>　　老子说：“天下难事，必作于易；天下大事，必作于细。”让我们从今天做起，从身边做起，把小事做成习惯，把习惯变成品格。</P>
<P>　　我的讲话完了，谢谢大家！</P>
</div>
<p>附件：<a>第十周值周安排.xls</a></p>
<p>上一条：<a>让感恩成为一种习惯（第九周）</a></p><p>下一条：<a>暂无</a></p>
<p>[<a>打印</a>] [<a>返回</a>] [<a>关闭窗口</a>]</p>
<%@ include file="/inc/comment.jsp"%>
<p>0 条评论</p><p>暂无评论，快来抢沙发吧！</p></div>
<div class="foot">版权所有：桐城坡中学　地址：桐城坡路5号　技术支持：天行网络<br>您是本站第 <%=count%> 位访客</div>
<% conn.close(); %>
</body></html>
