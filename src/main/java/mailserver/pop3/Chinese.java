package mailserver.pop3;

/** In simplified characters. */
final class Chinese {
    private Chinese() {}

    static String say(ReplyText text) {
        return switch (text) {
            case ReplyText.UnknownCommand() -> "未知命令";
            case ReplyText.NotText() -> "命令必须是 UTF-8 文本，不含 NUL 和单独的 CR";
            case ReplyText.LineTooLong(int octets) -> "行太长，最多 " + octets + " 个八位字节";
            case ReplyText.EndlessLine() -> "行实在太长";
            case ReplyText.TooManyErrors() -> "错误太多";
            case ReplyText.IdleTooLong() -> "空闲时间过长";
            case ReplyText.ShuttingDown() -> "服务器正在关闭";
            case ReplyText.InternalError() -> "内部错误";
            case ReplyText.AuthArguments() -> "AUTH 需要一个机制名称，最多一个响应";
            case ReplyText.UnknownMechanism() -> "这里没有这种登录方式";
            case ReplyText.MalformedResponse() -> "这不是该机制的响应";
            case ReplyText.Cancelled() -> "登录已取消";
            case ReplyText.TooManyFailures() -> "您的地址登录失败次数过多，请稍后再试";
            case ReplyText.Mechanisms() -> "登录方式";
            case ReplyText.TlsBehindStls() -> "此端口上 TLS 从 STLS 命令开始";
            case ReplyText.Foreign(String protocol) -> "这是 " + protocol + "，此端口使用 POP3";
            case ReplyText.TlsAlready() -> "连接已经使用 TLS";
            case ReplyText.NoTls() -> "本服务器没有证书，因此没有 TLS";
            case ReplyText.Capabilities() -> "本服务器支持的功能";
            case ReplyText.Replaced(String verb, String successor) -> "此处不提供 " + verb + "，请用 " + successor;
            case ReplyText.NoArgument(String verb) -> verb + " 不带参数";
            case ReplyText.OneNumber(String verb) -> verb + " 需要一个邮件编号";
            case ReplyText.OneNumberAtMost(String verb) -> verb + " 最多带一个邮件编号";
            case ReplyText.TopArguments() -> "TOP 需要邮件编号和行数";
            case ReplyText.LinesNotANumber() -> "行数不是数字";
            case ReplyText.NoPassword() -> "PASS 需要密码";
            case ReplyText.NoName() -> "USER 需要用户名";
            case ReplyText.NameNotOneWord() -> "USER 只带一个词";
            case ReplyText.UnprintableName() -> "用户名不能含控制字符";
            case ReplyText.OneLanguageAtMost() -> "LANG 最多带一种语言";
            case ReplyText.LogInFirst() -> "请先登录";
            case ReplyText.LoggedInAlready() -> "您已经登录";
            case ReplyText.PasswordOverheard() -> "此连接不接受密码，密码可能被窃听";
            case ReplyText.UserFirst() -> "请先用 USER";
            case ReplyText.WrongLogin() -> "用户名或密码错误";
            case ReplyText.InUse() -> "邮箱已被另一个会话打开";
            case ReplyText.Unavailable() -> "邮箱暂时无法打开";
            case ReplyText.TooSoon(long seconds) -> "您刚刚登录过，请在 " + seconds + " 秒后再来";
            case ReplyText.Languages() -> "本服务器使用的语言";
            case ReplyText.LanguageChosen() -> "从现在起使用简体中文";
            case ReplyText.UnknownLanguage() -> "没有这种语言，单独的 LANG 会列出所有语言";
            case ReplyText.Maildrop(int messages, long octets) -> messages + " 封邮件（" + octets + " 个八位字节）";
            case ReplyText.Opened(int messages, long octets) -> "邮箱中有 " + messages + " 封邮件（" + octets + " 字节）";
            case ReplyText.Octets(long octets) -> octets + " 个八位字节";
            case ReplyText.MarkedAsDeleted(int number) -> "第 " + number + " 封邮件已标记为删除";
            case ReplyText.Gone(int number) -> "第 " + number + " 封邮件已不在，被另一个程序移走了";
            case ReplyText.Unreadable(int number) -> "第 " + number + " 封邮件无法读取";
            case ReplyText.NotANumber() -> "邮件编号只能是数字";
            case ReplyText.NoMessages() -> "没有这封邮件，邮箱是空的";
            case ReplyText.NoSuchMessage(int last) -> "没有这封邮件，编号从 1 到 " + last;
            case ReplyText.NotDeleted(int messages) -> messages + " 封邮件未能删除";
            case ReplyText.DeletionsUnfinished() -> "删除未能完成";
        };
    }
}
