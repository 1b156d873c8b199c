package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.enrol.KeptMachines;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.machine.KnownMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineSavesTest {
  @TempDir private Path directory;
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private final Notices notices = new Notices(Clock.systemUTC());
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch busy = new CountDownLatch(1);
  private StateStore store;
  private KeptMachines file;
  private MachineSaves saves;

  @BeforeEach
  void open() throws IOException {
    store = StateStore.open(directory);
    file = new KeptMachines(store);
    saves = new MachineSaves(file, notices, disk);
  }

  @AfterEach
  void close() throws Exception {
    busy.countDown();
    saves.end();
    store.close();
  }

  private static List<KnownMachine> machine(int number) {
    return List.of(
        new KnownMachine(
            "mac:0" + number,
            number,
            new Ipv4Address(0x0a80_0000 | number),
            new Label("press"),
            null,
            number));
  }

  private void save(int number) {
    saves.save(
        machine(number), isKept -> told.add(number + " " + isKept + " " + onDisk()), Runnable::run);
  }

  private long onDisk() {
    try {
      List<KnownMachine> found = file.load();
      return found.isEmpty() ? 0 : found.get(0).mac();
    } catch (IOException e) {
      return -1;
    }
  }

  /** The disk is slow. */
  private void hangUp() {
    disk.execute(
        () -> {
          try {
            assertThat(busy.await(1, TimeUnit.MINUTES)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void whoeverWaitsIsToldOnceTheNewestStateIsOnTheDisk() throws Exception {
    hangUp();
    save(1);
    save(2);
    save(3);
    assertThat(told).isEmpty();
    busy.countDown();
    saves.end();
    assertThat(told).containsExactly("1 true 3", "2 true 3", "3 true 3");
  }

  @Test
  void theEndWritesWhatWaits() throws Exception {
    save(1);
    save(2);
    saves.end();
    assertThat(onDisk()).isEqualTo(2);
    save(3);
    assertThat(told).endsWith("3 false 2");
  }

  @Test
  void onlySoManyWait() {
    hangUp();
    for (int i = 0; i < MachineSaves.MAX_WAITING; i++) {
      save(1);
    }
    assertThat(told).isEmpty();
    save(2);
    assertThat(told).containsExactly("2 false 0");
  }

  @Test
  void aFailureIsSaidWithItsFileAndReasonUntilItIsOver() throws Exception {
    Path obstacle = Files.createDirectories(directory.resolve("machines.txt/obstacle"));
    save(1);
    disk.submit(() -> {}).get(1, TimeUnit.MINUTES);
    assertThat(told).hasSize(1).first().asString().startsWith("1 false");
    assertThat(notices.all()).hasSize(1);
    assertThat(notices.all().get(0).text()).contains(directory + "/machines.txt", "Exception");
    Files.deleteIfExists(obstacle);
    Files.deleteIfExists(directory.resolve("machines.txt"));
    save(2);
    saves.end();
    assertThat(told).endsWith("2 true 2");
    assertThat(notices.all()).isEmpty();
  }
}
