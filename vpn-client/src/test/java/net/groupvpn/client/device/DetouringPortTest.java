package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import net.groupvpn.overlay.io.DatagramBatch;
import net.groupvpn.overlay.io.NioDatagramPort;
import net.groupvpn.overlay.io.SideSockets;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DetouringPortTest {
  private static final Endpoint ELSEWHERE = endpoint("198.51.100.7:7400");
  private static final byte[] KNOCK = {7};

  private final InMemoryPort main = new InMemoryPort(endpoint("198.51.100.1:7400"), () -> {});
  private final DatagramBatch batch = new DatagramBatch(1);

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  private static void add(SendBatch batch, Endpoint to, int length) {
    batch.add(new Destination(to, null), length);
  }

  @Test
  void onlyWhatHasAnotherWayGoesByIt() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (NioDatagramPort peer = NioDatagramPort.open(0);
        SideSockets side = new SideSockets((from, datagram) -> answered.countDown());
        DetouringPort port = new DetouringPort(main, side)) {
      Endpoint there = Objects.requireNonNull(Endpoint.parse("127.0.0.1:" + peer.localPort()));
      side.scatter(there, List.of(KNOCK));
      Endpoint aside = receive(peer);
      peer.send(aside, KNOCK, 0, 1);
      answered.await();

      SendBatch mixed = new SendBatch(SendBatch.CAPACITY_BYTES);
      add(mixed, ELSEWHERE, 100);
      add(mixed, there, 30);
      add(mixed, there, 20);
      add(mixed, ELSEWHERE, 50);
      port.send(mixed, (to, datagrams, bytes, tooLong) -> {});

      assertThat(mixed.isEmpty()).isTrue();
      assertThat(receive(peer)).isEqualTo(aside);
      assertThat(batch.length(0)).isEqualTo(30);
      assertThat(receive(peer)).isEqualTo(aside);
      assertThat(batch.length(0)).isEqualTo(20);
      assertThat(sentByMain()).isEqualTo(new Sent(ELSEWHERE, 100));
      assertThat(sentByMain()).isEqualTo(new Sent(ELSEWHERE, 50));
    }
  }

  private record Sent(Endpoint to, int bytes) {}

  private Sent sentByMain() throws InterruptedException {
    InMemoryPort.Message sent = Objects.requireNonNull(main.takeSent(1_000));
    return new Sent(sent.peer(), sent.bytes().length);
  }

  private Endpoint receive(NioDatagramPort peer) throws IOException {
    peer.receive(batch);
    return batch.source(0);
  }
}
