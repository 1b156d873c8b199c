package net.groupvpn.client.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.os.MachineDevices;
import org.junit.jupiter.api.Test;

class NetworkWatchTest {
  private static final OwnEndpoint HOME = new OwnEndpoint(7_400, List.of("198.51.100.1"));
  private static final OwnEndpoint CAFE = new OwnEndpoint(7_400, List.of("203.0.113.1"));

  private static final MachineDevices NONE = new MachineDevices(List.of(), Set.of());

  private final List<OwnEndpoint> told = new ArrayList<>();
  private final Wait events = new Wait();
  private final List<MachineDevices> toldDevices = new ArrayList<>();
  private NetworkWatch.View view = new NetworkWatch.View(HOME, List.of("a route"), NONE);
  private boolean isBlind;
  private long bootNanos;
  private final NetworkWatch watch =
      new NetworkWatch(
          events,
          this::look,
          () -> bootNanos,
          new NetworkWatch.Listener() {
            @Override
            public void onDevices(MachineDevices devices) {
              toldDevices.add(devices);
            }

            @Override
            public void onMoved(OwnEndpoint own) {
              told.add(own);
            }
          });

  private NetworkWatch.View look() throws IOException {
    if (isBlind) {
      throw new IOException("too many open files");
    }
    return view;
  }

  /** Waits as long as the test says, and has events as often as it says. */
  private final class Wait implements NetworkEvents {
    private int news;
    private long takesNanos;

    @Override
    public boolean await(int timeoutMillis) {
      bootNanos += takesNanos == 0 ? TimeUnit.MILLISECONDS.toNanos(timeoutMillis) : takesNanos;
      takesNanos = 0;
      return news-- > 0;
    }

    @Override
    public void close() {}
  }

  /** The watch has begun with the view before {@code now}. */
  private void change(NetworkWatch.View now) throws IOException {
    watch.begin();
    view = now;
    events.news = 1;
    watch.turn();
  }

  @Test
  void aChangeOfAddressesIsToldOnceHoweverManyMessagesCome() throws IOException {
    watch.begin();
    view = new NetworkWatch.View(CAFE, List.of("a route"), NONE);
    events.news = 5;
    watch.turn();
    watch.turn();
    assertThat(told).containsExactly(CAFE);
  }

  @Test
  void whatCouldNotBeSeenIsSeenWithTheNextTurn() throws IOException {
    isBlind = true;
    change(new NetworkWatch.View(CAFE, List.of("a route"), NONE));
    assertThat(told).isEmpty();

    isBlind = false;
    watch.turn();
    assertThat(told).containsExactly(CAFE);
  }

  @Test
  void anotherRouteIsTold() throws IOException {
    change(new NetworkWatch.View(HOME, List.of("another route"), NONE));
    assertThat(told).containsExactly(HOME);
  }

  @Test
  void aFurtherGroupsDeviceIsToldButPeersAreNotAskedAgain() throws IOException {
    NetDevice device =
        new NetDevice(
            7, "gvpn1", "tun", NetDevice.alias(7_401), true, true, 0, 1_420, List.of(), 0);
    MachineDevices more = new MachineDevices(List.of(device), Set.of());
    change(new NetworkWatch.View(HOME, List.of("a route"), more));
    assertThat(toldDevices).containsExactly(more);
    assertThat(told).isEmpty();
  }

  @Test
  void newsThatChangeNothingAreNotTold() throws IOException {
    change(view);
    watch.turn();
    assertThat(told).isEmpty();
  }

  @Test
  void aSleepIsToldThoughNothingChanged() throws IOException {
    watch.begin();
    events.takesNanos = TimeUnit.HOURS.toNanos(8);
    watch.turn();
    assertThat(told).containsExactly(HOME);
    watch.turn();
    assertThat(told).as("once").containsExactly(HOME);
  }
}
