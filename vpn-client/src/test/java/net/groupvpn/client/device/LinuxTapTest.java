package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.DeviceConfigurator;
import net.groupvpn.client.os.ProcessCommandRunner;
import net.groupvpn.overlay.id.NodeId;
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
  void theAddressIsTheWishedOneAndOneThatUdevLeavesAlone() throws IOException {
    long wished = LocalMac.of(NodeId.random(new Random(5)));
    try (LinuxTap tap = LinuxTap.open(NAME, wished, EnumSet.noneOf(Offload.class))) {
      assertThat(tap.mac()).isEqualTo(wished);
      // NET_ADDR_SET; udev's MACAddressPolicy=persistent replaces NET_ADDR_RANDOM, which is 1.
      assertThat(Path.of("/sys/class/net", tap.name(), "addr_assign_type")).hasContent("3\n");
    }
  }

  @Test
  void anAddressThatSomebodyElseGaveIsNoticed() throws IOException {
    try (LinuxTap tap = LinuxTap.open(NAME)) {
      assertThat(tap.refreshMac()).isFalse();
      new ProcessCommandRunner()
          .run(List.of("ip", "link", "set", tap.name(), "address", "02:00:00:00:00:42"));
      assertThat(tap.refreshMac()).isTrue();
      assertThat(tap.mac()).isEqualTo(0x02_00_00_00_00_42L);
    }
  }

  @Test
  void closingRemovesTheDevice() throws Exception {
    LinuxTap tap = LinuxTap.open(NAME);
    tap.close();
    tap.close();
    assertThat(tap.write(new byte[70], 0, 70)).isNotEqualTo(TapDevice.Written.TAKEN);
    assertThat(
            new ProcessCommandRunner()
                .run(List.of("ip", "link", "show", "dev", tap.name()))
                .exitCode())
        .isNotZero();
  }

  @Test
  void aDeviceThatIsRemovedBreaksTheReader() throws Exception {
    try (LinuxTap tap = LinuxTap.open(NAME);
        Waiter waiter = tap.waiter()) {
      new ProcessCommandRunner().run(List.of("ip", "link", "delete", "dev", tap.name()));
      waiter.await();
      assertThatIOException()
          .isThrownBy(tap::receive)
          .withMessageContaining("reading the device " + tap.name() + " failed");
    }
  }

  @Test
  void aReaderWaitsUntilTheSystemSendsOrItIsWoken() throws Exception {
    try (LinuxTap tap = LinuxTap.open(NAME);
        Waiter waiter = tap.waiter()) {
      assertThat(tap.receive()).isEqualTo(TapDevice.NOTHING);
      waiter.wake();
      waiter.await();
      DeviceConfigurator configurator = new DeviceConfigurator(new ProcessCommandRunner());
      configurator.bringUp(tap.name(), 1_280);
      configurator.addAddress(tap.name(), new AddressPrefix(address("198.51.100.1"), 24));
      try (DatagramSocket socket = new DatagramSocket()) {
        // The system asks for the Ethernet address of the neighbour first.
        socket.send(new DatagramPacket(new byte[1], 1, address("198.51.100.2"), 9));
      }
      waiter.await();
      int length = tap.receive();
      byte[] frame = new byte[length];
      tap.copyTo(frame, length);
      assertThat(length).isGreaterThan(VirtioHeader.BYTES + 14);
    }
  }

  @Test
  void offloadsAreTakenAsFarAsTheyAreWanted() throws IOException {
    try (LinuxTap all = LinuxTap.open(NAME);
        LinuxTap some = LinuxTap.open(NAME, EnumSet.of(Offload.CHECKSUM, Offload.TSO));
        LinuxTap none = LinuxTap.open(NAME, EnumSet.of(Offload.TSO))) {
      assertThat(all.offloads()).contains(Offload.CHECKSUM, Offload.TSO);
      assertThat(some.offloads()).containsExactly(Offload.CHECKSUM, Offload.TSO);
      assertThat(none.offloads()).isEmpty();
    }
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
      assertThat(tap.write(new byte[70], 0, 70)).isNotEqualTo(TapDevice.Written.TAKEN);
      new DeviceConfigurator(new ProcessCommandRunner()).bringUp(tap.name(), 1_280);
      assertThat(tap.write(new byte[70], 0, 70)).isEqualTo(TapDevice.Written.TAKEN);
    }
  }

  @Test
  void bootTimeDoesNotGoBack() {
    LinuxBootClock clock = new LinuxBootClock();
    long first = clock.bootNanos();
    assertThat(first).isPositive();
    assertThat(clock.bootNanos()).isGreaterThanOrEqualTo(first);
  }

  private static InetAddress address(String text) throws IOException {
    return InetAddress.getAllByName(text)[0];
  }
}
