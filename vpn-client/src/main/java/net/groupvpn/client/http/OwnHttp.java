package net.groupvpn.client.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;

/**
 * Talks HTTP/1.1 to one server over sockets that are prepared first, which the JDK's client does
 * not allow. One request at a time; the connection is kept for the next one for a while.
 * Redirections and proxies are not followed. Thread-safe; blocks.
 */
public final class OwnHttp {
  /** Idle connections are used for that long: portals keep them for somewhat longer. */
  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(70);

  private static final String[] TLS = {"TLSv1.3", "TLSv1.2"};
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final SocketSetup setup;
  private final Names names;
  private final @Nullable SSLContext tls;
  private final Duration connectTimeout;
  private @Nullable Kept kept;

  /** Looks names up; blocks. */
  public interface Names {
    /** The addresses, in the order in which to try them; at least one. */
    InetAddress[] find(String host) throws UnknownHostException;

    /** The server answered there, and was the right one. */
    default void onReached(String host, InetAddress address) {}
  }

  private record Kept(Socket socket, String server, long sinceNanos) {}

  /**
   * Does not connect yet.
   *
   * @param setup what is done to each socket first
   * @param tls whom to trust for {@code https}, or null for {@code http} alone
   */
  public OwnHttp(
      SocketSetup setup, Names names, @Nullable SSLContext tls, Duration connectTimeout) {
    this.setup = setup;
    this.names = names;
    this.tls = tls;
    this.connectTimeout = connectTimeout;
  }

  /**
   * Asks, and waits for the whole answer.
   *
   * @param maxBodyBytes of a body that is longer, one byte more than this is read
   * @throws SocketTimeoutException if it is not there in time
   */
  public synchronized HttpAnswer send(HttpCall call, int maxBodyBytes, Duration timeout)
      throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    Kept old = takeKept(server(call.uri()));
    if (old != null) {
      HttpReader reader = reader(old.socket, maxBodyBytes, end);
      try {
        return exchange(old.socket, call, reader);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        // The server has closed it meanwhile; what was asked it has not heard.
        if (reader.hasBegun()) {
          throw e;
        }
      }
    }
    Socket socket = open(call.uri(), end);
    return exchange(socket, call, reader(socket, maxBodyBytes, end));
  }

  private @Nullable Kept takeKept(String server) throws IOException {
    Kept found = kept;
    kept = null;
    if (found == null) {
      return null;
    }
    boolean isGood =
        found.server.equals(server) && System.nanoTime() - found.sinceNanos < KEEP_NANOS;
    if (!isGood) {
      found.socket.close();
    }
    return isGood ? found : null;
  }

  private static String server(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private Socket open(URI uri, long end) throws IOException {
    boolean isSecret = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : isSecret ? HTTPS_PORT : HTTP_PORT;
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    IOException failure = new UnknownHostException(host);
    for (InetAddress address : names.find(host)) {
      try {
        Socket plain = connect(new InetSocketAddress(address, port), end);
        Socket socket = isSecret ? secret(plain, host, port, end) : plain;
        names.onReached(host, address);
        return socket;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private Socket connect(InetSocketAddress to, long end) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      setup.prepare(channel);
      int millis = (int) Math.min(connectTimeout.toMillis(), DeadlineInput.millisUntil(end));
      channel.socket().connect(to, millis);
      channel.socket().setTcpNoDelay(true);
      return channel.socket();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private Socket secret(Socket plain, String host, int port, long end) throws IOException {
    if (tls == null) {
      plain.close();
      throw new IOException("https was not expected");
    }
    try {
      plain.setSoTimeout(DeadlineInput.millisUntil(end));
      SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
      socket.setEnabledProtocols(TLS);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static HttpReader reader(Socket socket, int maxBodyBytes, long end) throws IOException {
    return new HttpReader(new BufferedInputStream(new DeadlineInput(socket, end)), maxBodyBytes);
  }

  private HttpAnswer exchange(Socket socket, HttpCall call, HttpReader reader) throws IOException {
    boolean isKept = false;
    try {
      OutputStream output = socket.getOutputStream();
      output.write(head(call));
      output.write(call.body());
      output.flush();
      HttpAnswer answer = reader.read(call.method());
      isKept = reader.isReusable();
      if (isKept) {
        kept = new Kept(socket, server(call.uri()), System.nanoTime());
      }
      return answer;
    } finally {
      if (!isKept) {
        socket.close();
      }
    }
  }

  private static byte[] head(HttpCall call) {
    StringBuilder head = new StringBuilder();
    head.append(call.method()).append(' ').append(call.target()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(call.uri().getRawAuthority()).append("\r\n");
    head.append("User-Agent: groupvpn\r\n");
    call.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (call.body().length > 0 || call.method().equals("POST")) {
      head.append("Content-Length: ").append(call.body().length).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
