package net.groupvpn.client.os;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Configures network devices of Linux. Each method runs one command and throws an exception that
 * names the command, its output, and what to do. Setting a value again succeeds. May block for as
 * long as {@link CommandRunner}; thread-safe.
 */
public final class DeviceConfigurator {
  /**
   * Packets that the kernel queues for this process. At 800 Mbit/s of datagrams the usual 500 last
   * 7 ms, less than a busy machine takes to run its thread. TCP never fills the queue: the kernel
   * limits the queued part of each of its flows.
   */
  private static final String QUEUE_PACKETS = "2000";

  /** The metric that the kernel gives the IPv6 routes of addresses. */
  private static final String KERNELS_METRIC6 = "256";

  private final CommandRunner runner;

  /** Uses {@code runner} for every command. */
  public DeviceConfigurator(CommandRunner runner) {
    this.runner = runner;
  }

  /** Marks a device with its owner, for other programs and for people. */
  public void mark(String device, String alias) throws IOException {
    ip("link", "set", "dev", device, "alias", alias);
  }

  /**
   * Sets the MTU and the queue, and switches the device on. It gets no link-local IPv6 address: the
   * network carries only the group's addresses.
   */
  public void bringUp(String device, int mtuBytes) throws IOException {
    // May fail where the kernel has no IPv6, which does no harm.
    runner.run(List.of("ip", "link", "set", "dev", device, "addrgenmode", "none"));
    String mtu = Integer.toString(mtuBytes);
    ip("link", "set", "dev", device, "mtu", mtu, "txqueuelen", QUEUE_PACKETS, "up");
  }

  /** Gives it back the MTU that it had. */
  void setMtu(String device, String mtuBytes) throws IOException {
    ip("link", "set", "dev", device, "mtu", mtuBytes);
  }

  /** Switches the device off. */
  public void takeDown(String device) throws IOException {
    ip("link", "set", "dev", device, "down");
  }

  /**
   * Gives the device an address; the network of its prefix is then reached through the device. IPv6
   * is used at once, without duplicate detection: the group's addresses have one owner.
   */
  public void addAddress(String device, AddressPrefix address) throws IOException {
    if (address.isIpv4()) {
      ip("-4", "address", "replace", address.toString(), "dev", device);
    } else {
      ip("-6", "address", "replace", address.toString(), "dev", device, "nodad");
    }
  }

  /** Removes an address. */
  public void removeAddress(String device, AddressPrefix address) throws IOException {
    ip(family(address), "address", "del", address.toString(), "dev", device);
  }

  /**
   * Restores the route that the kernel makes for an address, in the same form, so that it
   * disappears with the address.
   */
  public void restoreRoute(String device, AddressPrefix address) throws IOException {
    List<String> route = new ArrayList<>(List.of(family(address), "route", "replace"));
    route.addAll(List.of(address.network().toString(), "dev", device, "proto", "kernel"));
    if (address.isIpv4()) {
      route.addAll(List.of("scope", "link", "src", address.address().getHostAddress()));
    } else {
      route.addAll(List.of("metric", KERNELS_METRIC6));
    }
    ip(route.toArray(new String[0]));
  }

  /** Removes a route. */
  public void removeRoute(String device, AddressPrefix network) throws IOException {
    ip(family(network), "route", "del", network.toString(), "dev", device);
  }

  private static String family(AddressPrefix prefix) {
    return prefix.isIpv4() ? "-4" : "-6";
  }

  private void ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    CommandRunner.Result result = runner.run(command);
    if (result.exitCode() != 0) {
      throw new IOException(
          "`"
              + String.join(" ", command)
              + "` failed (exit "
              + result.exitCode()
              + "): "
              + result.output()
              + advice(command, result.output()));
    }
  }

  private static String advice(List<String> command, String output) {
    if (command.contains("-6") && output.contains("Permission denied")) {
      return ". IPv6 is switched off: see the sysctl net.ipv6.conf.all.disable_ipv6";
    }
    return output.contains("not permitted") ? ". Run as root or give CAP_NET_ADMIN" : "";
  }
}
