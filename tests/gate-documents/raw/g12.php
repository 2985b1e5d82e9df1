<?php
require_once('../inc/conn.php');
$id = intval($_GET['id']);
$sql = "select * from fa_article where id='$id' limit 1";
$row = mysql_fetch_array(mysql_query($sql));
if (!$row) { header("Location: index.php"); exit; }
?>
<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=<?php echo $charset;?>">
<title><?php echo $row['title'];?> - 青枫中学</title>
<script>
function chk(){ if(document.f.kw.value==''){alert('请输入关键字');return false;} }
</script>
</head>
<body>
<?php include('header.php'); ?>
<div id="pageHeader">站内搜索 <input name="kw"> <a href="http://www.qingfeng.example/login.php">登录</a></div>
<div class="loc">当前位置：首页 - 德育之窗 - 国旗下讲话</div>
<div id="con">
在校园读书节开幕式上的讲话<br />
青枫中学校长　　方敏<br />
<br />
亲爱的同学们，老师们：<br />
<br />
&nbsp;&nbsp;&nbsp;&nbsp;大家好！四月的校园，书香四溢。今天，我们迎来了第八届校园读书节。我先问大家一个问题：从去年九月到现在，你读完了几本课外书？刚才有同学举起了一根手指，也有同学举起了两只手。<br />
<br />
&nbsp;&nbsp;&nbsp;&nbsp;图书馆的钱老师给我一组数据：本学期借阅量最大的初二（4）班，人均借书11.6本；最少的班级，人均只有0.9本。有一位同学，三年里借了213本书，他的借书卡换了六张。他不是最聪明的，但他是最让我佩服的。<br />
<br />
&nbsp;&nbsp;&nbsp;&nbsp;怎样读书？我送给大家三句话。<br />
<br />
&nbsp;&nbsp;&nbsp;&nbsp;1.读书要有一颗安静的心。放下手机，哪怕每天只有20分钟，也会看见不一样的世界。<br />
<br />
&nbsp;&nbsp;&nbsp;&nbsp;2.读书要有一支勤快的笔。不动笔墨不读书，摘抄、批注、写读后感，都是和作者说话的办法。<br />
<br />
&nbsp;&nbsp;&nbsp;&nbsp;3.读书要有一个较真的劲。看不懂的地方，查一查、问一问，实在不行，可以写信到readfun@qingfeng.example，老师们会一一回信。<br />
<br />
&nbsp;&nbsp;&nbsp;&nbsp;同学们，“腹有诗书气自华”。愿你们在最好的年纪，遇见最好的书！<br />
<br />
&nbsp;&nbsp;&nbsp;&nbsp;谢谢大家！<br />
</div>
<?php if($row['hits']>0){ echo "点击数：".$row['hits']; } ?>
<div class="bot">青枫中学版权所有 <?=date('Y')?> 备案序号：青ICP备05001234号<br>后台管理</div>
</body>
</html>
<?php mysql_close(); ?>
