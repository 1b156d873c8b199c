package net.groupvpn.client.os;

import java.io.IOException;

/** Something that is changed on the client's own network device. */
public sealed interface DeviceChange extends Change {
  /** The system's name of the device. */
  String device();

  /** Applies the change. */
  void apply(DeviceConfigurator configurator) throws IOException;

  /** Reverts the change. */
  void revert(DeviceConfigurator configurator) throws IOException;

  /** A text on the device by which others recognise its owner. */
  record Alias(String device, String text) implements DeviceChange {
    public Alias {
      DeviceName.check(device);
    }

    @Override
    public void apply(DeviceConfigurator configurator) throws IOException {
      configurator.mark(device, text);
    }

    @Override
    public void revert(DeviceConfigurator configurator) throws IOException {
      configurator.mark(device, "");
    }
  }

  /** The device is switched on. */
  record Up(String device, int mtuBytes) implements DeviceChange {
    public Up {
      DeviceName.check(device);
    }

    @Override
    public void apply(DeviceConfigurator configurator) throws IOException {
      configurator.bringUp(device, mtuBytes);
    }

    @Override
    public void revert(DeviceConfigurator configurator) throws IOException {
      configurator.takeDown(device);
    }
  }

  /** An address of the device; its network is reached through the device. */
  record Address(String device, AddressPrefix address) implements DeviceChange {
    public Address {
      DeviceName.check(device);
    }

    @Override
    public void apply(DeviceConfigurator configurator) throws IOException {
      configurator.addAddress(device, address);
    }

    @Override
    public void revert(DeviceConfigurator configurator) throws IOException {
      configurator.removeAddress(device, address);
    }
  }

  /** The route that the kernel makes for an address, and that somebody has removed. */
  record RouteOfAddress(String device, AddressPrefix address) implements DeviceChange {
    public RouteOfAddress {
      DeviceName.check(device);
    }

    @Override
    public void apply(DeviceConfigurator configurator) throws IOException {
      configurator.restoreRoute(device, address);
    }

    @Override
    public void revert(DeviceConfigurator configurator) throws IOException {
      configurator.removeRoute(device, address.network());
    }
  }
}
