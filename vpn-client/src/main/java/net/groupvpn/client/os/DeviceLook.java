package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevices;
import org.jspecify.annotations.Nullable;

/**
 * How a device was before a {@link DeviceChange}, and what of that is to be put back. A device is
 * known by its name and the kernel's number: one that was made anew was never changed.
 */
public final class DeviceLook {
  private static final String PRESENT = "present";
  private static final String ABSENT = "absent";
  private static final String UP = "up";
  private static final String DOWN = "down";

  private final NetDevices devices;
  private final Path procNet;

  /** {@code procNet} is {@code /proc/net}. */
  public DeviceLook(NetDevices devices, Path procNet) {
    this.devices = devices;
    this.procNet = procNet;
  }

  /** The device's number, and how it was; for {@link #undo}. */
  public String before(DeviceChange change) throws IOException {
    NetDevice device = find(change.device());
    return device == null ? "" : device.index() + " " + state(change, device);
  }

  private String state(DeviceChange change, NetDevice device) throws IOException {
    if (change instanceof DeviceChange.Alias) {
      return device.alias();
    } else if (change instanceof DeviceChange.Up) {
      return (device.isUp() ? UP : DOWN) + " " + device.mtuBytes();
    }
    return isSet(change, device) ? PRESENT : ABSENT;
  }

  /** Whether the device is as {@code change} says. */
  private boolean isSet(DeviceChange change, NetDevice device) throws IOException {
    if (change instanceof DeviceChange.Alias alias) {
      return device.alias().equals(alias.text());
    } else if (change instanceof DeviceChange.Up up) {
      return device.isUp() && device.mtuBytes() == up.mtuBytes();
    } else if (change instanceof DeviceChange.Address address) {
      AddressPrefix wanted = address.address();
      return device.addresses().stream()
          .anyMatch(
              each ->
                  each.address().equals(wanted.address())
                      && each.prefixBits() == wanted.prefixBits());
    } else if (change instanceof DeviceChange.RouteOfAddress route) {
      return hasRoute(device.name(), route.address().network());
    }
    throw new IllegalArgumentException("no way to look at " + change);
  }

  private boolean hasRoute(String device, AddressPrefix network) throws IOException {
    @Nullable Set<AddressPrefix> routes = DeviceRoutes.of(procNet, device);
    return routes != null && routes.contains(network);
  }

  /**
   * Takes a change back if it still stands, on the device on which it was made.
   *
   * @param before what {@link #before} said
   * @return whether there was anything to do
   */
  public boolean undo(DeviceChange change, String before, DeviceConfigurator configurator)
      throws IOException {
    NetDevice device = find(change.device());
    List<String> was = List.of(before.split(" ", 2));
    boolean isSame = device != null && was.get(0).equals(Integer.toString(device.index()));
    if (device == null || !isSame || was.size() < 2 || !isSet(change, device)) {
      return false;
    }
    String state = was.get(1);
    if (change instanceof DeviceChange.Alias) {
      configurator.mark(device.name(), state);
    } else if (change instanceof DeviceChange.Up) {
      List<String> words = List.of(state.split(" ", 2));
      configurator.setMtu(device.name(), words.get(words.size() - 1));
      if (words.get(0).equals(DOWN)) {
        configurator.takeDown(device.name());
      }
    } else if (state.equals(ABSENT)) {
      change.revert(configurator);
    } else {
      return false;
    }
    return true;
  }

  private @Nullable NetDevice find(String name) throws IOException {
    return devices.list().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(null);
  }
}
