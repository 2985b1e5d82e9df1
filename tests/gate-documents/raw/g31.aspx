<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>魏东明同志在全市统计工作会议上的讲话 - 松原浦统计信息网</title></head>
<body><form name="form1" method="post" action="ShowInfo.aspx?ID=338" id="form1">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTk2Njk0MDk5Nw9kFgICAw9kFgQCAQ8PFgIeBFRleHQ=" />
<div>首页&nbsp;&nbsp;机构概况&nbsp;&nbsp;统计数据&nbsp;&nbsp;统计分析&nbsp;&nbsp;领导讲话&nbsp;&nbsp;下载中心</div>
<div><span id="lblPos">现在位置：首页→领导讲话→详细内容</span></div>
<span id="lblInfo">作者：办公室　　更新时间：2010/3/5 15:27:09　　阅读：645 次</span>
<hr/>
<span id="lblContent">各位局长、同志们：<br>　　一年之计在于春。市局决定召开这次会议，是要把大家的心劲鼓起来。下面我讲三个问题。<br><br>　　关于数据质量问题<br><br>　　数据是统计的生命。去年全市联网直报企业1247家，平均每家被查询3.6次，说明源头数据还有水分。哪个县的数字出了假，不管涉及谁，一律曝光。统计人的腰杆要硬，“不出假数、不报虚数”要刻在心里。<br><br>　　关于普查准备问题<br><br>　　第六次人口普查11月1日零时开始。全市要选调普查员1.4万名、普查指导员2100名，经费缺口还有380万元。请各县局回去以后马上向政府汇报，经费不落实的，3月底前报市局。<br><br>　　关于队伍建设问题<br><br>　　基层统计员一人多岗，平均年龄47岁，会用表格软件的不到四成。要分三批轮训，每批不少于5天，考试不过关的不发上岗证。<br><br>　　同志们，数字无言，责任有声。让我们把每一个数字都当作对人民的一份承诺！<br></span>
<div align="right">【字体：<a>大</a> <a>中</a> <a>小</a>】【<a>打印</a>】【<a>关闭</a>】</div>
<div>Copyright(C)2009-2010 松原浦市统计局 ALL Rights Reserved 您是第 <b>118402</b> 位访问者</div>
</form></body></html>
