package net.groupvpn.overlay.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SideSocketsTest {
  private static final byte[] KNOCK = {7};
  private static final byte[] ANSWER = {8, 9};

  private final BlockingQueue<Endpoint> sources = new LinkedBlockingQueue<>();
  private final SideSockets side = new SideSockets((from, datagram) -> sources.add(from));
  private final DatagramBatch batch = new DatagramBatch(1);
  private NioDatagramPort peer;
  private Endpoint there;

  @BeforeEach
  void open() throws IOException {
    peer = NioDatagramPort.open(0);
    there = Objects.requireNonNull(Endpoint.parse("127.0.0.1:" + peer.localPort()));
  }

  @AfterEach
  void close() {
    side.close();
    peer.close();
  }

  private List<Endpoint> receive(int count) throws IOException {
    List<Endpoint> from = new ArrayList<>();
    while (from.size() < count) {
      peer.receive(batch);
      from.add(batch.source(0));
    }
    return from;
  }

  @Test
  void eachDatagramComesFromAnotherPort() throws IOException {
    side.scatter(there, Collections.nCopies(5, KNOCK));

    Set<Endpoint> distinct = new HashSet<>(receive(5));
    assertThat(distinct).hasSize(5);
    assertThat(side.hasWays()).isFalse();
  }

  @Test
  void theSocketThatIsAnsweredIsTheWayFromThenOn() throws Exception {
    side.scatter(there, Collections.nCopies(5, KNOCK));
    Endpoint chosen = receive(5).get(3);
    peer.send(chosen, ANSWER, 0, ANSWER.length);

    assertThat(sources.poll(20, TimeUnit.SECONDS)).isEqualTo(there);
    assertThat(side.isWayTo(there)).isTrue();
    assertThat(side.send(there, ANSWER, 0, ANSWER.length)).isTrue();
    assertThat(receive(1)).containsExactly(chosen);
  }

  @Test
  void thereIsNoWayToOthers() {
    assertThat(side.isWayTo(there)).isFalse();
    assertThat(side.send(there, KNOCK, 0, KNOCK.length)).isFalse();
  }

  @Test
  void nothingIsOpenedAfterTheEnd() {
    side.close();
    side.scatter(there, Collections.nCopies(5, KNOCK));

    assertThat(side.hasWays()).isFalse();
    assertThat(sources).isEmpty();
  }
}
