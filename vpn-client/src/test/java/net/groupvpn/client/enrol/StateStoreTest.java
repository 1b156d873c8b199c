package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.groupvpn.overlay.identity.NodeKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
  @TempDir private Path directory;

  @Test
  void nobodyElseMayReadIt() throws Exception {
    Path state = directory.resolve("a/office");
    try (StateStore store = StateStore.open(state)) {
      store.saveKey(NodeKey.generate(new SecureRandom()));
    }

    assertThat(permissions(state)).isEqualTo("rwx------");
    assertThat(permissions(state.resolve("node.key"))).isEqualTo("rw-------");
  }

  @Test
  void aKeyComesBackAsItWas() throws Exception {
    NodeKey key = NodeKey.generate(new SecureRandom());
    try (StateStore store = StateStore.open(directory)) {
      store.saveKey(key);
      assertThat(Objects.requireNonNull(store.key()).spki()).isEqualTo(key.spki());
    }
  }

  @Test
  void whatAKilledWriterLeftIsNoHindrance() throws Exception {
    Files.writeString(directory.resolve("address.txt"), "10.128.0.7\n");
    Files.writeString(directory.resolve("address.txt.new"), "10.1");
    try (StateStore store = StateStore.open(directory)) {
      assertThat(store.lastAddress()).isEqualTo("10.128.0.7");
      store.saveLastAddress("10.128.0.8");
      assertThat(store.lastAddress()).isEqualTo("10.128.0.8");
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".new"))).isEmpty();
    }
  }

  @Test
  void twoClientsCannotShareIt() throws Exception {
    try (StateStore first = StateStore.open(directory)) {
      assertThat(first.directory()).isEqualTo(directory);
      assertThatThrownBy(() -> StateStore.open(directory))
          .hasMessageContaining("another client uses");
    }
    StateStore.open(directory).close();
  }

  @Test
  void noPeersAreReadAsNone() throws Exception {
    try (StateStore store = StateStore.open(directory)) {
      store.savePeers(List.of());

      assertThat(store.peers()).isEmpty();
    }
  }

  @Test
  void peersAreBoundedAndOnlyNumericEndpoints() {
    List<String> many = Collections.nCopies(1, "[2001:db8::1]:7400");
    List<String> merged =
        PeerMemory.merge(
            List.of("192.0.2.1:7400", "evil.example.org:7400", "192.0.2.1:7400\nx"), many);

    assertThat(merged).containsExactly("192.0.2.1:7400", "[2001:db8::1]:7400");
  }

  @Test
  void renewalBeginsAtHalfLifeAndBacksOff() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(RenewalPolicy.due(start, start.plus(Duration.ofDays(8))))
        .isEqualTo(start.plus(Duration.ofDays(4)));
    assertThat(RenewalPolicy.backOff(1)).isEqualTo(Duration.ofMinutes(1));
    assertThat(RenewalPolicy.backOff(3)).isEqualTo(Duration.ofMinutes(4));
    assertThat(RenewalPolicy.backOff(1_000)).isEqualTo(Duration.ofHours(1));
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
