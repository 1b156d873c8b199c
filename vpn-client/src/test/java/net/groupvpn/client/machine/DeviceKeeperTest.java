package net.groupvpn.client.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import net.groupvpn.client.device.InMemoryIo;
import net.groupvpn.client.device.InMemoryTap;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.NewsLoop;
import net.groupvpn.client.os.OwnDevice;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NumericAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceKeeperTest {
  private static final int MTU = 1_420;
  private static final InetAddress ADDRESS =
      Objects.requireNonNull(NumericAddress.parse("10.128.0.7"));
  private static final InetAddress NETWORK =
      Objects.requireNonNull(NumericAddress.parse("10.128.0.0"));
  private static final InetAddress ADDRESS6 =
      Objects.requireNonNull(NumericAddress.parse("fd12::7"));
  private static final NetDevice AS_IT_IS_TO_BE = device(true, MTU, ADDRESS);

  private final List<String> commands = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Logger logger = Logger.getLogger(DeviceKeeper.class.getName());
  private final Handler handler = new Lines();
  private final InMemoryTap tap =
      new InMemoryIo("gvpn0", 2, new Endpoint(ADDRESS, 1), EnumSet.noneOf(Offload.class)).tap();
  private final OwnDevice own =
      new OwnDevice(new LinuxSetup(this::run, Path.of("unused")), "gvpn0", MTU);
  private final List<Boolean> told = new ArrayList<>();
  private final List<Long> bridges = new ArrayList<>();
  private @Nullable NetDevice bridge;
  private boolean ipv6;
  private boolean isBlind;
  private final Events events = new Events();
  private NetDevice seen = AS_IT_IS_TO_BE;
  private Set<AddressPrefix> routes = Set.of(new AddressPrefix(NETWORK, 16));
  private int exitCode;
  private long bootNanos;
  private final DeviceKeeper keeper =
      new DeviceKeeper(
          events, this::devices, own, new Kernel(), tap, () -> bootNanos, () -> List.of("dhcpcd"));

  private final class Lines extends Handler {
    @Override
    public void publish(LogRecord record) {
      log.add(new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class Events implements NetworkEvents {
    private boolean news;

    @Override
    public boolean await(int timeoutMillis) {
      boolean had = news;
      news = false;
      return had;
    }

    @Override
    public void close() {}
  }

  private final class Kernel implements DeviceKeeper.Environment {
    @Override
    public Set<AddressPrefix> routes() throws IOException {
      if (isBlind) {
        throw new IOException("too many open files");
      }
      return routes;
    }

    @Override
    public boolean mayHaveIpv6() {
      return ipv6;
    }

    @Override
    public void onIpv6(boolean isOn) {
      told.add(isOn);
    }

    @Override
    public void onBridge(@Nullable NetDevice bridge) {
      bridges.add(bridge == null ? 0 : bridge.mac());
    }
  }

  private static NetDevice device(boolean isUp, int mtu, InetAddress... addresses) {
    List<NetDevice.Address> all =
        java.util.Arrays.stream(addresses)
            .map(each -> new NetDevice.Address(each, 16, false))
            .toList();
    return new NetDevice(7, "gvpn0", "tun", "", isUp, true, 0, mtu, all, 0);
  }

  private List<NetDevice> devices() {
    return bridge == null ? List.of(seen) : List.of(seen, bridge);
  }

  private static NetDevice bridge(long mac) {
    return new NetDevice(9, "br0", "bridge", "", true, true, 0, MTU, List.of(), mac);
  }

  private static NetDevice port() {
    return new NetDevice(7, "gvpn0", "tun", "", true, true, 9, MTU, List.of(), 0);
  }

  private CommandRunner.Result run(List<String> command) {
    commands.add(String.join(" ", command));
    return new CommandRunner.Result(exitCode, exitCode == 0 ? "" : "Permission denied");
  }

  @BeforeEach
  void theDeviceHasItsAddress() throws IOException {
    logger.addHandler(handler);
    own.addAddress(new AddressPrefix(ADDRESS, 16));
    commands.clear();
  }

  @AfterEach
  void removeHandler() {
    logger.removeHandler(handler);
  }

  private void somebodyMakesIt(NetDevice changed) throws IOException {
    seen = changed;
    events.news = true;
    keeper.turn();
    seen = AS_IT_IS_TO_BE;
    bootNanos += TimeUnit.SECONDS.toNanos(1);
  }

  /** A bridge takes over the lowest Ethernet address of its ports, unless it is given one. */
  @Test
  void theBridgeIsToldWhenItsEthernetAddressChangesToo() throws IOException {
    bridge = bridge(0x0200_0000_0055L);
    somebodyMakesIt(port());
    somebodyMakesIt(port());
    bridge = bridge(0x0200_0000_0011L);
    somebodyMakesIt(port());
    bridge = null;
    somebodyMakesIt(AS_IT_IS_TO_BE);
    assertThat(bridges).containsExactly(0x0200_0000_0055L, 0x0200_0000_0011L, 0L);
  }

  @Test
  void newsThatChangeNothingCauseNothing() throws IOException {
    somebodyMakesIt(AS_IT_IS_TO_BE);
    assertThat(commands).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void whatWasChangedIsPutBackAndSaidOnce() throws IOException {
    somebodyMakesIt(device(false, 1_280));
    assertThat(commands)
        .contains(
            "ip link set dev gvpn0 mtu 1420 txqueuelen 2000 up",
            "ip -4 address replace 10.128.0.7/16 dev gvpn0");
    assertThat(log)
        .containsExactly(
            "somebody changed the device gvpn0: it was switched off, its MTU was 1280, its address"
                + " 10.128.0.7/16 was gone; it is as before again");
    keeper.turn();
    assertThat(log).hasSize(1);
  }

  @Test
  void whatCouldNotBeSeenIsPutBackWithTheNextTurn() throws IOException {
    isBlind = true;
    somebodyMakesIt(device(false, MTU, ADDRESS));
    assertThat(commands).isEmpty();
    assertThat(log)
        .containsExactly("the device gvpn0 cannot be looked at, trying again: too many open files");

    isBlind = false;
    seen = device(false, MTU, ADDRESS);
    keeper.turn();
    assertThat(commands).contains("ip link set dev gvpn0 mtu 1420 txqueuelen 2000 up");
  }

  @Test
  void aRouteThatIsGoneIsPutBackAsTheKernelMakesIt() throws IOException {
    Set<AddressPrefix> whole = routes;
    routes = Set.of();
    somebodyMakesIt(AS_IT_IS_TO_BE);
    routes = whole;
    somebodyMakesIt(AS_IT_IS_TO_BE);
    assertThat(commands)
        .containsExactly(
            "ip -4 route replace 10.128.0.0/16 dev gvpn0 proto kernel scope link src 10.128.0.7");
    assertThat(log)
        .containsExactly(
            "somebody changed the device gvpn0: its route to 10.128.0.0/16 was gone; it is as"
                + " before again");
  }

  /** An address that cannot be read is no reason to try each second. */
  @Test
  void ipv6ThatIsSwitchedOffIsToldAndLeftAloneAndPutBackWhenItIsOn() throws IOException {
    own.addAddress(new AddressPrefix(ADDRESS6, 48));
    commands.clear();
    keeper.turn();
    assertThat(commands).isEmpty();
    ipv6 = true;
    keeper.turn();
    assertThat(commands)
        .containsExactly("ip -6 address replace fd12:0:0:0:0:0:0:7/48 dev gvpn0 nodad");
    assertThat(told).containsExactly(true);
    ipv6 = false;
    commands.clear();
    keeper.turn();
    keeper.turn();
    assertThat(commands).isEmpty();
    assertThat(told).containsExactly(true, false);
  }

  @Test
  void whatCannotBePutBackForLongIsTriedMoreSeldom() throws IOException {
    exitCode = 2;
    seen = device(true, MTU);
    events.news = true;
    for (int i = 0; i < NewsLoop.QUICK_TRIES + 100; i++) {
      keeper.turn();
    }
    assertThat(commands).hasSizeLessThan(2 * NewsLoop.QUICK_TRIES);
    events.news = true;
    commands.clear();
    keeper.turn();
    assertThat(commands).as("news are looked at all the same").hasSize(1);
  }

  @Test
  void ipv6ThatIsOnButRefusedIsNotToldAsOn() throws IOException {
    own.addAddress(new AddressPrefix(ADDRESS6, 48));
    exitCode = 2;
    ipv6 = true;
    keeper.turn();
    assertThat(told).isEmpty();
  }

  @Test
  void anotherEthernetAddressIsAdopted() throws IOException {
    tap.changeMac(0x42);
    somebodyMakesIt(AS_IT_IS_TO_BE);
    assertThat(tap.mac()).isEqualTo(0x42);
    assertThat(log).hasSize(1);
  }

  @Test
  void fiveTimesInAMinuteSomebodyIsToBlameAndThenThereIsSilence() throws IOException {
    for (int i = 0; i < 12; i++) {
      somebodyMakesIt(device(true, 1_400, ADDRESS));
    }
    assertThat(log).hasSize(DeviceKeeper.MANY);
    assertThat(log.get(DeviceKeeper.MANY - 1))
        .contains("changed 5 times within a minute")
        .contains("its MTU was 1400")
        .contains("dhcpcd; tell them to leave gvpn0 alone");
    assertThat(commands).as("it is put back all the same").hasSize(2 * 12);
    bootNanos += DeviceKeeper.WINDOW_NANOS;
    somebodyMakesIt(device(true, 1_400, ADDRESS));
    assertThat(log).hasSize(DeviceKeeper.MANY + 1);
  }

  @Test
  void whatCannotBePutBackIsSaidOnceAndTriedUntilItCan() throws IOException {
    exitCode = 2;
    seen = device(true, MTU);
    events.news = true;
    for (int i = 0; i < 3; i++) {
      keeper.turn();
    }
    assertThat(commands).hasSize(3);
    assertThat(log).hasSize(1);
    exitCode = 0;
    keeper.turn();
    assertThat(log).hasSize(2);
    assertThat(log.get(1)).contains("10.128.0.7/16 was gone; it is as before again");
  }
}
