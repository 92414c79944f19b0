package mailserver.pop3;

/** In simplified characters. */
final class Chinese {
    private Chinese() {}

    static String say(Text text) {
        return switch (text) {
            case Text.UnknownCommand() -> "未知命令";
            case Text.NotText() -> "命令必须是 UTF-8 文本，不含 NUL 和单独的 CR";
            case Text.LineTooLong(int octets) -> "行太长，最多 " + octets + " 个八位字节";
            case Text.EndlessLine() -> "行实在太长";
            case Text.TooManyErrors() -> "错误太多";
            case Text.IdleTooLong() -> "空闲时间过长";
            case Text.ShuttingDown() -> "服务器正在关闭";
            case Text.InternalError() -> "内部错误";
            case Text.AuthArguments() -> "AUTH 需要一个机制名称，最多一个响应";
            case Text.UnknownMechanism() -> "这里没有这种登录方式";
            case Text.MalformedResponse() -> "这不是该机制的响应";
            case Text.Cancelled() -> "登录已取消";
            case Text.TooManyFailures() -> "您的地址登录失败次数过多，请稍后再试";
            case Text.Mechanisms() -> "登录方式";
            case Text.TlsBehindStls() -> "此端口上 TLS 从 STLS 命令开始";
            case Text.Foreign(String protocol) -> "这是 " + protocol + "，此端口使用 POP3";
            case Text.TlsAlready() -> "连接已经使用 TLS";
            case Text.NoTls() -> "本服务器没有证书，因此没有 TLS";
            case Text.Capabilities() -> "本服务器支持的功能";
            case Text.Replaced(String verb, String successor) -> "此处不提供 " + verb + "，请用 " + successor;
            case Text.NoArgument(String verb) -> verb + " 不带参数";
            case Text.OneNumber(String verb) -> verb + " 需要一个邮件编号";
            case Text.OneNumberAtMost(String verb) -> verb + " 最多带一个邮件编号";
            case Text.TopArguments() -> "TOP 需要邮件编号和行数";
            case Text.LinesNotANumber() -> "行数不是数字";
            case Text.NoPassword() -> "PASS 需要密码";
            case Text.NoName() -> "USER 需要用户名";
            case Text.NameNotOneWord() -> "USER 只带一个词";
            case Text.UnprintableName() -> "用户名不能含控制字符";
            case Text.OneLanguageAtMost() -> "LANG 最多带一种语言";
            case Text.LogInFirst() -> "请先登录";
            case Text.LoggedInAlready() -> "您已经登录";
            case Text.PasswordOverheard() -> "此连接不接受密码，密码可能被窃听";
            case Text.UserFirst() -> "请先用 USER";
            case Text.WrongLogin() -> "用户名或密码错误";
            case Text.InUse() -> "邮箱已被另一个会话打开";
            case Text.Unavailable() -> "邮箱暂时无法打开";
            case Text.TooSoon(long seconds) -> "您刚刚登录过，请在 " + seconds + " 秒后再来";
            case Text.Languages() -> "本服务器使用的语言";
            case Text.LanguageChosen() -> "从现在起使用简体中文";
            case Text.UnknownLanguage() -> "没有这种语言，单独的 LANG 会列出所有语言";
            case Text.Maildrop(int messages, long octets) -> messages + " 封邮件（" + octets + " 个八位字节）";
            case Text.Opened(int messages, long octets) -> "邮箱中有 " + messages + " 封邮件（" + octets + " 字节）";
            case Text.Octets(long octets) -> octets + " 个八位字节";
            case Text.MarkedAsDeleted(int number) -> "第 " + number + " 封邮件已标记为删除";
            case Text.Gone(int number) -> "第 " + number + " 封邮件已不在，被另一个程序移走了";
            case Text.Unreadable(int number) -> "第 " + number + " 封邮件无法读取";
            case Text.NotANumber() -> "邮件编号只能是数字";
            case Text.NoMessages() -> "没有这封邮件，邮箱是空的";
            case Text.NoSuchMessage(int last) -> "没有这封邮件，编号从 1 到 " + last;
            case Text.NotDeleted(int messages) -> messages + " 封邮件未能删除";
            case Text.DeletionsUnfinished() -> "删除未能完成";
        };
    }
}
