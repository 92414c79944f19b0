package mailserver.cli.sendmail;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

/** Standard input and output as the connection that a session wants to have. Who called us may take as long as it likes. */
final class StdioSocket extends Socket {
    private final InputStream in;
    private final OutputStream out;

    StdioSocket(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return getRemoteSocketAddress();
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // Nothing is delayed.
    }

    @Override
    public void setSoTimeout(int millis) {
        // It has none.
    }

    @Override
    public void shutdownInput() {
        // It ends by itself.
    }

    @Override
    public void shutdownOutput() {
        // The process ends soon.
    }
}
