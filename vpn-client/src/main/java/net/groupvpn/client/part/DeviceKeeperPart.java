package net.groupvpn.client.part;

import java.io.IOException;
import net.groupvpn.client.machine.DeviceKeeper;
import org.jspecify.annotations.Nullable;

/** Watches the device and restores what others change. */
public final class DeviceKeeperPart implements Part {
  private static final String NO_WATCH = "no_device_watch";

  private final @Nullable DeviceKeeper keeper;

  private DeviceKeeperPart(@Nullable DeviceKeeper keeper) {
    this.keeper = keeper;
  }

  /** Does nothing where the system does not report changes. */
  public static DeviceKeeperPart start(
      ClientContext context, DevicePart device, EnginePart engine, DataPlanePart packets) {
    try {
      DeviceKeeper keeper =
          context
              .surroundings()
              .keeper(
                  device.device(),
                  device.tap(),
                  isOn -> onIpv6(isOn, context, engine),
                  bridge -> packets.dataPlane().publishBridge(bridge == null ? 0 : bridge.mac()));
      keeper.start(device.hasIpv6());
      return new DeviceKeeperPart(keeper);
    } catch (IOException e) {
      context
          .notices()
          .raise(
              NO_WATCH,
              "changes of the device %s are not noticed: %s"
                  .formatted(device.deviceName(), e.getMessage()));
      return new DeviceKeeperPart(null);
    }
  }

  private static void onIpv6(boolean isOn, ClientContext context, EnginePart engine) {
    if (isOn) {
      context.notices().clear(DevicePart.NO_IPV6);
    } else {
      String device = context.config().device().interfaceName();
      context
          .notices()
          .raise(
              DevicePart.NO_IPV6,
              "the network goes without IPv6: somebody has switched it off for %s; see the sysctl"
                      .formatted(device)
                  + " net.ipv6.conf.%s.disable_ipv6".formatted(device));
    }
    engine.loop().execute(() -> engine.room().services().setIpv6(isOn));
  }

  @Override
  public String name() {
    return "device keeper";
  }

  @Override
  public void end() {
    if (keeper != null) {
      keeper.close();
    }
  }
}
