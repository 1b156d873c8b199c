package net.groupvpn.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import net.groupvpn.portal.TrustingClient;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with the portal's connections; sweeps happen when the test triggers them. */
@Timeout(60)
final class ConnectionGuardTest {
  private static final int WAITING = 2;
  private static final int READ_MILLIS = 10_000;
  private static final String QUESTION = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  @TempDir static Path directory;
  private final ConnectionGuard guard = new ConnectionGuard(WAITING);
  private final Server server = new Server();
  private final List<Socket> sockets = new ArrayList<>();
  private SharedConnector connector;
  private SSLSocketFactory tls;

  @BeforeEach
  void start() throws Exception {
    tls = TrustingClient.context().getSocketFactory();
    connector = connector(server);
    connector.addBean(guard);
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
          }
        });
    server.start();
  }

  private static SharedConnector connector(Server server)
      throws IOException, GeneralSecurityException {
    var certificate =
        ServerCertificate.loadOrMake(
            directory.resolve("https.p12"),
            List.of("localhost"),
            Clock.systemUTC(),
            new SecureRandom());
    var context = new SslContextFactory.Server();
    context.setKeyStore(certificate.keys());
    context.setKeyStorePassword(certificate.password());
    var http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer(false));
    var connector = new SharedConnector(server, context, new HttpConnectionFactory(http));
    connector.setHost("0.0.0.0");
    return connector;
  }

  @AfterEach
  void stop() throws Exception {
    for (var socket : sockets) {
      socket.close();
    }
    server.stop();
  }

  private Socket connect(String from) throws IOException {
    var socket = new Socket();
    sockets.add(socket);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    socket.setSoTimeout(READ_MILLIS);
    return socket;
  }

  private int port() {
    return connector.getLocalPort();
  }

  private Socket secure(String from) throws IOException {
    var socket = tls.createSocket(connect(from), "localhost", port(), true);
    sockets.add(socket);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Sends a request, and reads the answer to its end. */
  private static void ask(Socket socket) throws IOException {
    send(socket, QUESTION);
    var answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      var next = socket.getInputStream().read();
      assertThat(next).as(answer.toString()).isNotNegative();
      answer.append((char) next);
    }
    assertThat(answer.toString()).startsWith("HTTP/1.1 200").contains("Content-Length: 0");
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aConnectionWhoseRequestComesByDropsIsClosed() throws IOException {
    var slow = secure("127.0.0.1");
    ask(slow);
    send(slow, "GET / HT");
    guard.sweep();
    send(slow, "T");
    guard.sweep();
    assertThat(isClosed(slow)).isTrue();
  }

  @Test
  void aConnectionThatNeverAsksIsClosed() throws IOException {
    var silent = connect("127.0.0.1");
    ask(secure("127.0.0.1"));
    guard.sweep();
    guard.sweep();
    assertThat(isClosed(silent)).isTrue();
  }

  @Test
  void aConnectionThatHadItsAnswerMayWaitForItsNextQuestion() throws IOException {
    var member = secure("127.0.0.1");
    ask(member);
    for (var sweep = 0; sweep < 4; sweep++) {
      guard.sweep();
    }
    ask(member);
  }

  @Test
  void notMoreMayWaitThanLeaveRoomForNewcomers() throws IOException {
    List<Socket> members = new ArrayList<>();
    for (var i = 0; i <= WAITING; i++) {
      members.add(secure("127.0.0.1"));
      ask(members.get(i));
    }
    guard.sweep();
    guard.sweep();
    for (var member : members.subList(0, WAITING)) {
      ask(member);
    }
    assertThat(isClosed(members.get(WAITING))).isTrue();
  }

  @Test
  void oneAddressHasNoMoreConnectionsThanItsShareAndOthersAreServed() throws IOException {
    for (var i = 0; i < ConnectionGuard.MAX_PER_ADDRESS; i++) {
      connect("127.0.0.2");
    }
    assertThat(isClosed(connect("127.0.0.2"))).isTrue();
    ask(secure("127.0.0.3"));
  }
}
