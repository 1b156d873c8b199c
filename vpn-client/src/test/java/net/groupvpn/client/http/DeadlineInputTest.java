package net.groupvpn.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineInputTest {
  @Test
  void whoeverSendsNowAndThenIsNotHeardForEver() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        Socket socket = new Socket(loopback, server.getLocalPort());
        Socket other = server.accept()) {
      other.getOutputStream().write("ab".getBytes(StandardCharsets.US_ASCII));
      long soon = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      assertThat(new DeadlineInput(socket, soon).read()).isEqualTo('a');
      DeadlineInput late = new DeadlineInput(socket, System.nanoTime() - 1);
      assertThatThrownBy(late::read).isInstanceOf(SocketTimeoutException.class);
    }
  }
}
