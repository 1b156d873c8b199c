package net.groupvpn.lab.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import net.groupvpn.client.device.LinuxTap;
import net.groupvpn.client.machine.JournaledSetup;
import net.groupvpn.client.machine.LinuxMachine;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.DefaultRoutes;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.client.os.NetworkManagers;
import net.groupvpn.client.os.OwnDevice;
import net.groupvpn.client.os.SystemLook;
import net.groupvpn.client.tunnel.FullTunnel;
import net.groupvpn.client.tunnel.InnerDevices;
import net.groupvpn.client.tunnel.RepairWatch;
import net.groupvpn.client.tunnel.RoutingModes;
import net.groupvpn.client.tunnel.TunnelPlan;
import net.groupvpn.client.tunnel.TunnelSettings;
import net.groupvpn.overlay.io.BootClock;

/**
 * A client in full tunnel, and its watch, that carries nothing: whatever enters its device is lost.
 * Ends, and tidies up, when it is told to by a signal.
 */
public final class TunnelHolder {
  /** Said once nothing can leave any more, but in a pause. */
  public static final String READY = "the tunnel is closed";

  /** The device. */
  public static final String DEVICE = "gvpn0";

  /** The network. */
  public static final String NETWORK = "office";

  private static final int MTU_BYTES = 1_400;

  private TunnelHolder() {}

  /** The arguments: the state directory; if it is to pause at once, for how many seconds. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path stateDir = Files.createDirectories(Path.of(arguments[0]));
    LinuxMachine machine = new LinuxMachine();
    JournaledSetup setup = machine.setup(stateDir);
    setup.recover();
    AddressPrefix own4 = new AddressPrefix(InetAddress.getByName("10.128.3.4"), 16);
    AddressPrefix own6 = new AddressPrefix(InetAddress.getByName("fd47::3"), 64);
    FullTunnel tunnel =
        new FullTunnel(
            NETWORK,
            setup,
            new SystemLook(machine.questions(), Path.of("/proc")),
            () -> inner(machine),
            true,
            all -> System.out.println("all names: " + all),
            RoutingModes.ofMark());
    tunnel.start(TunnelPlan.closed(DEVICE, Set.of(), TunnelSettings.DEFAULT));
    LinuxTap tap = LinuxTap.open(DEVICE);
    OwnDevice device = new OwnDevice(setup, DEVICE, MTU_BYTES);
    device.bringUp("GroupVPN, UDP port 7400");
    device.addAddress(own4);
    device.addAddress(own6);
    tunnel.start(plan(own4, own6));
    RepairWatch watch =
        new RepairWatch(
            "the full tunnel",
            machine.ruleEvents(),
            tunnel::repair,
            BootClock.ofPlatform(),
            () -> NetworkManagers.changingRules(Path.of("/proc")));
    watch.start();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch tidied = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(asked, tidied), "signal"));
    if (arguments.length > 1) {
      tunnel.pause(Duration.ofSeconds(Long.parseLong(arguments[1])));
    }
    System.out.println(READY);
    asked.await();
    watch.close();
    tunnel.end();
    tap.close();
    device.giveBack(machine.devices());
    tidied.countDown();
  }

  private static TunnelPlan plan(AddressPrefix own4, AddressPrefix own6) throws IOException {
    return new TunnelPlan(
        DEVICE,
        new TunnelPlan.Way(own4.address(), InetAddress.getByName("10.128.0.1")),
        new TunnelPlan.Way(own6.address(), InetAddress.getByName("fd47::1")),
        List.of(own4.network(), own6.network()),
        List.of(InetAddress.getByName("10.128.0.1")),
        Set.of(),
        TunnelSettings.DEFAULT);
  }

  private static InnerDevices inner(LinuxMachine machine) throws IOException {
    MachineDevices devices =
        new MachineDevices(machine.devices().list(), DefaultRoutes.devices(Path.of("/proc/net")));
    return new InnerDevices(devices.containers(), devices.groupBridges());
  }

  private static void await(CountDownLatch asked, CountDownLatch tidied) {
    asked.countDown();
    try {
      tidied.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
