package net.groupvpn.overlay.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatagramReceiverTest {
  private final Endpoint here = new Endpoint(InetAddress.getLoopbackAddress(), 7_400);
  private final Endpoint there = new Endpoint(InetAddress.getLoopbackAddress(), 7_401);
  private final FakeDatagramPort port = new FakeDatagramPort(here);
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

  @Test
  void datagramsAreHandedOnInOrder() throws Exception {
    try (DatagramReceiver receiver =
        new DatagramReceiver("test", port, (from, bytes) -> received.add(bytes), failures::add)) {
      receiver.start();
      port.deliver(there, new byte[] {1});
      port.deliver(there, new byte[] {2, 2});
      assertThat(received.take()).containsExactly(1);
      assertThat(received.take()).containsExactly(2, 2);
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aBrokenConsumerIsReported() throws Exception {
    IllegalStateException broken = new IllegalStateException("expected by the test");
    try (DatagramReceiver receiver =
        new DatagramReceiver(
            "test",
            port,
            (from, bytes) -> {
              throw broken;
            },
            failures::add)) {
      receiver.start();
      port.deliver(there, new byte[] {1});
      assertThat(failures.take()).isSameAs(broken);
    }
  }
}
