package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.policy.NewestPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of the state directory that a full disk, a crash or a person has damaged. */
@Timeout(60)
class DamagedStateTest {
  private static final OwnEndpoint SELF = new OwnEndpoint(7400, List.of("192.0.2.7"));
  private static final int RANDOM_BYTES = 4_000;

  @TempDir private Path directory;
  private FakePortal portal;
  private StateStore store;

  private enum Damage {
    EMPTY,
    CUT,
    RANDOM,
    FOLDER;

    void doTo(Path file) throws IOException {
      byte[] random = new byte[RANDOM_BYTES];
      new Random(3).nextBytes(random);
      byte[] before = Files.readAllBytes(file);
      Files.delete(file);
      switch (this) {
        case EMPTY -> Files.createFile(file);
        case CUT -> Files.write(file, java.util.Arrays.copyOf(before, before.length / 2));
        case RANDOM -> Files.write(file, random);
        case FOLDER -> Files.createFile(Files.createDirectory(file).resolve("x"));
      }
    }
  }

  @BeforeEach
  void aMember() throws Exception {
    portal = FakePortal.start();
    store = StateStore.open(directory);
    portal.addSeed("192.0.2.1:7400");
    enrolment().enrol(FakePortal.TOKEN, SELF);
    store.saveLastAddress("10.128.0.77");
    store.saveLastName("printer-2");
    store.publicKeyOrNew();
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    portal.close();
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void cachesAreSetAsideWithOneWarningThatNamesTheFile(Damage damage) throws Exception {
    List<String> caches =
        List.of("group.crl", "peers.txt", "address.txt", "name.txt", "public.key");
    for (String cache : caches) {
      damage.doTo(directory.resolve(cache));
    }
    boolean isShortAddressAnAddress = damage == Damage.CUT;
    for (int i = 0; i < 2; i++) {
      assertThat(enrolment().stored()).isNotNull();
      assertThat(store.peers()).isEmpty();
      assertThat(store.publicKeyOrNew()).isNotNull();
      if (!isShortAddressAnAddress) {
        assertThat(store.lastAddress()).isNull();
        assertThat(store.lastName()).isNull();
      }
    }
    for (String cache : caches) {
      if (isShortAddressAnAddress && !cache.matches("group.crl|peers.txt|public.key")) {
        continue;
      }
      assertThat(store.warnings().get(cache))
          .as(cache)
          .contains(directory.resolve(cache) + " is damaged", "set aside as " + cache + ".damaged")
          .doesNotContain("enrol again");
    }
    store.saveLastAddress("10.128.0.78");
    store.savePeers(List.of("192.0.2.2:7400"));
    assertThat(store.lastAddress()).isEqualTo("10.128.0.78");
    assertThat(store.peers()).containsExactly("192.0.2.2:7400");
  }

  @Test
  void aFolderInTheWayOfANewFileIsSetAsideAgainAndAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      Files.createFile(Files.createDirectory(directory.resolve("address.txt.new")).resolve("x"));
      store.saveLastAddress("10.128.0." + (80 + i));
      assertThat(store.lastAddress()).isEqualTo("10.128.0." + (80 + i));
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void keysAndCertificatesThatAreDamagedSayWhichAndWhatToDo(Damage damage) throws Exception {
    for (String file : List.of("node.crt", "node.key")) {
      Path path = directory.resolve(file);
      byte[] good = Files.readAllBytes(path);
      damage.doTo(path);
      assertThatIOException()
          .isThrownBy(() -> enrolment().stored())
          .withMessageContaining(path + " is damaged")
          .withMessageContaining("enrol again with a new group file");
      if (damage == Damage.FOLDER) {
        Files.delete(path.resolve("x"));
      }
      Files.delete(path);
      Files.write(path, good);
    }
  }

  @Test
  void aMissingKeyIsNotTakenForAFirstStart() throws Exception {
    Files.delete(directory.resolve("node.key"));
    assertThatIOException()
        .isThrownBy(() -> enrolment().stored())
        .withMessageContaining("node.key is missing");
    store.saveKey(NodeKey.generate(new SecureRandom()));
    assertThatIOException().isThrownBy(() -> enrolment().stored());
  }

  private Enrolment enrolment() {
    return new Enrolment(
        store,
        new PortalClient(portal.address()),
        new GroupTrust(portal.authority().ca()),
        new NewestPolicy(portal.authority().ca()),
        "laptop");
  }
}
