package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.os.DeviceConfigurator;
import net.groupvpn.client.os.ProcessCommandRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On real devices: needs root and /dev/net/tun. */
@Timeout(60)
class LinuxTapTest {
  private static final String NAME = "gvtest%d";

  @BeforeEach
  void needsRootAndTun() {
    assumeTrue(
        Files.isWritable(Path.of("/dev/net/tun")) && "root".equals(System.getProperty("user.name")),
        "SKIPPED: tests on real TAP devices need root and /dev/net/tun");
  }

  @Test
  void aDeviceHasANameAndAnEthernetAddressThatTheSystemKnows() throws IOException {
    try (LinuxTap tap = LinuxTap.open(NAME)) {
      assertThat(tap.name()).matches("gvtest\\d+");
      String mac = String.format("%012x", tap.mac()).replaceAll("(..)(?=.)", "$1:");
      assertThat(
              new ProcessCommandRunner()
                  .run(List.of("ip", "link", "show", "dev", tap.name()))
                  .output())
          .contains(mac);
    }
  }

  @Test
  void closingWakesTheReaderAndRemovesTheDevice() throws Exception {
    LinuxTap tap = LinuxTap.open(NAME);
    CountDownLatch started = new CountDownLatch(1);
    FutureTask<Integer> reading =
        new FutureTask<>(
            () -> {
              started.countDown();
              return tap.read(new byte[TapDevice.MAX_FRAME_BYTES]);
            });
    new Thread(reading, "reader").start();
    started.await();
    tap.close();
    tap.close();
    assertThat(reading.get(10, TimeUnit.SECONDS)).isEqualTo(TapDevice.CLOSED);
    assertThat(tap.write(new byte[60], 0, 60)).isFalse();
    assertThat(tap.read(new byte[TapDevice.MAX_FRAME_BYTES])).isEqualTo(TapDevice.CLOSED);
    assertThat(
            new ProcessCommandRunner()
                .run(List.of("ip", "link", "show", "dev", tap.name()))
                .exitCode())
        .isNotZero();
  }

  @Test
  void aDeviceThatIsRemovedBreaksTheReader() throws Exception {
    LinuxTap tap = LinuxTap.open(NAME);
    FutureTask<Integer> reading =
        new FutureTask<>(() -> tap.read(new byte[TapDevice.MAX_FRAME_BYTES]));
    new Thread(reading, "reader").start();
    new ProcessCommandRunner().run(List.of("ip", "link", "delete", "dev", tap.name()));
    assertThat(reading)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining("reading the device " + tap.name() + " failed");
    tap.close();
  }

  @Test
  void aNameInUseIsRefusedWithAdvice() throws IOException {
    try (LinuxTap tap = LinuxTap.open(NAME)) {
      assertThatIOException()
          .isThrownBy(() -> LinuxTap.open(tap.name()))
          .withMessageContaining(tap.name())
          .withMessageContaining("choose another name");
    }
    assertThatIOException()
        .isThrownBy(() -> LinuxTap.open("lo"))
        .withMessageContaining("choose another name");
    assertThatIOException()
        .isThrownBy(() -> LinuxTap.open("a-name-that-is-too-long"))
        .withMessageContaining("1 to 15 characters");
  }

  @Test
  void aDeviceThatIsDownRefusesFrames() throws IOException {
    try (LinuxTap tap = LinuxTap.open(NAME)) {
      assertThat(tap.write(new byte[60], 0, 60)).isFalse();
      new DeviceConfigurator(new ProcessCommandRunner()).bringUp(tap.name(), 1_280);
      assertThat(tap.write(new byte[60], 0, 60)).isTrue();
    }
  }

  @Test
  void bootTimeDoesNotGoBack() {
    LinuxBootClock clock = new LinuxBootClock();
    long first = clock.bootNanos();
    assertThat(first).isPositive();
    assertThat(clock.bootNanos()).isGreaterThanOrEqualTo(first);
  }
}
