package net.groupvpn.client.counter;

import net.groupvpn.overlay.engine.Counter;

/**
 * What the client counts outside its data plane ({@code PacketCount}) and its port mapping ({@code
 * PortMapCounter}).
 */
public enum ClientCounter implements Counter {
  DROPPED_DATA_PATH_CHANGED("dropped.data.path_changed"),
  DROPPED_ECHO_MALFORMED("dropped.echo.malformed"),
  DROPPED_ECHO_UNASKED("dropped.echo.unasked"),
  DROPPED_LAN_ENDPOINT("dropped.lan.endpoint"),
  DROPPED_LAN_FOREIGN("dropped.lan.foreign"),
  DROPPED_LAN_RATE("dropped.lan.rate"),
  DROPPED_LAN_REPEATED("dropped.lan.repeated"),
  /** A change that came when the full tunnel was being ended. */
  DROPPED_TUNNEL_LATE("dropped.tunnel.late");

  private final String label;

  ClientCounter(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
