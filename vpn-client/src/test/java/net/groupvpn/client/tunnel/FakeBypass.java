package net.groupvpn.client.tunnel;

import net.groupvpn.client.device.Bypass;
import net.groupvpn.client.device.FrameWays;
import net.groupvpn.client.device.UplinkNetworks;

/** Remembers how packets leave. */
final class FakeBypass implements Bypass {
  String mode = "kernel";
  UplinkNetworks underlay = UplinkNetworks.NONE;

  @Override
  public void byDevice(UplinkNetworks wanted) {
    mode = "device";
    underlay = wanted;
  }

  @Override
  public void byFrames(FrameWays ways) {
    mode = "frames";
    underlay = ways.underlay();
  }

  @Override
  public void end() {
    mode = "kernel";
    underlay = UplinkNetworks.NONE;
  }
}
