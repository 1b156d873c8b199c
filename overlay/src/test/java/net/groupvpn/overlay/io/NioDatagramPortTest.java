package net.groupvpn.overlay.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NioDatagramPortTest {
  private static final byte[] HELLO = {1, 2, 3, 4, 5};

  private final DatagramBatch batch = new DatagramBatch(4);

  @Test
  void aDatagramArrivesWithItsSendersEndpoint() throws IOException {
    try (NioDatagramPort sender = NioDatagramPort.open(0);
        NioDatagramPort receiver = NioDatagramPort.open(0)) {
      Endpoint to = loopback("127.0.0.1", receiver);
      assertThat(sender.send(to, HELLO, 1, 3)).isTrue();

      assertThat(receiver.receive(batch)).isEqualTo(1);
      assertThat(batch.length(0)).isEqualTo(3);
      assertThat(batch.bytes(0)).startsWith(2, 3, 4);
      assertThat(batch.source(0)).isEqualTo(loopback("127.0.0.1", sender));
      assertThat(batch.source(0).address()).isInstanceOf(Inet4Address.class);
    }
  }

  @Test
  void whoAsksAtTheSecondAddressIsAnsweredFromThere() throws IOException {
    List<InetAddress> both =
        List.of(InetAddress.getByName("127.0.0.8"), InetAddress.getByName("127.0.0.9"));
    try (NioDatagramPort asking = NioDatagramPort.open(0);
        NioDatagramPort asked = NioDatagramPort.open(0, () -> both)) {
      for (String address : List.of("127.0.0.9", "127.0.0.8", "127.0.0.9")) {
        Endpoint to = loopback(address, asked);
        assertThat(asking.send(to, HELLO, 0, HELLO.length)).isTrue();
        assertThat(asked.receive(batch)).isEqualTo(1);
        assertThat(asked.send(batch.source(0), HELLO, 0, HELLO.length)).isTrue();
        assertThat(asking.receive(batch)).isEqualTo(1);
        assertThat(batch.source(0)).isEqualTo(to);
      }
      assertThatThrownBy(() -> NioDatagramPort.open(asked.localPort()))
          .hasMessageContaining("choose another port");
    }
  }

  @Test
  void tooLongDatagramsAreDroppedAndCounted() throws IOException {
    try (NioDatagramPort sender = NioDatagramPort.open(0);
        NioDatagramPort receiver = NioDatagramPort.open(0)) {
      Endpoint to = loopback("127.0.0.1", receiver);
      assertThat(sender.send(to, new byte[DatagramBatch.MAX_DATAGRAM_BYTES + 1], 0, 2_048))
          .isTrue();
      assertThat(sender.send(to, HELLO, 0, HELLO.length)).isTrue();

      assertThat(receiver.receive(batch)).isEqualTo(1);
      assertThat(batch.length(0)).isEqualTo(HELLO.length);
      assertThat(receiver.droppedTooLong()).isEqualTo(1);
    }
  }

  @Test
  void closingWakesTheReceiver() throws Exception {
    NioDatagramPort port = NioDatagramPort.open(0);
    CompletableFuture<Integer> received =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return port.receive(batch);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    port.close();
    assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo(BlockingPort.CLOSED);
    assertThat(port.send(loopback("127.0.0.1", port), HELLO, 0, 1)).isFalse();
  }

  @Test
  void aTakenPortIsNamedInTheMessage() throws IOException {
    try (NioDatagramPort port = NioDatagramPort.open(0)) {
      assertThatThrownBy(() -> NioDatagramPort.open(port.localPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("UDP port " + port.localPort())
          .hasMessageContaining("choose another port");
    }
  }

  private static Endpoint loopback(String address, NioDatagramPort port) throws IOException {
    return new Endpoint(InetAddress.getByName(address), port.localPort());
  }
}
