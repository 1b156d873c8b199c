package net.groupvpn.client.tunnel;

import java.util.List;

/**
 * How packets are told apart, and who may pass the kill switch.
 *
 * @param mark on every packet of the client's own sockets, within {@code mask}
 * @param mask which bits of a mark are the client's; the others belong to other programs
 * @param table number of the table of routes that leads into the tunnel
 * @param priority of the first of three rules; the others follow it
 * @param allowLan whether private addresses may be reached beside the tunnel: the networks of RFC
 *     1918, link-local and multicast ones, and those of RFC 4193
 * @param containers whether networks of containers and virtual machines on this machine may be
 *     reached; what these send elsewhere goes through the tunnel either way
 * @param modes which routing modes may be used
 */
public record TunnelSettings(
    int mark,
    int mask,
    int table,
    int priority,
    boolean allowLan,
    boolean containers,
    List<RoutingMode> modes) {
  /** A mark, table and rules that no other known program uses; the LAN is shut out. */
  public static final TunnelSettings DEFAULT =
      new TunnelSettings(0x5c000000, 0xff000000, 5_470, 5_470, false, true);

  /** The rules of the kernel begin at 32,766; three of ours stand before them. */
  public static final int MAX_PRIORITY = 32_762;

  /** With any routing mode. */
  public TunnelSettings(
      int mark, int mask, int table, int priority, boolean allowLan, boolean containers) {
    this(mark, mask, table, priority, allowLan, containers, RoutingMode.AUTO);
  }

  public TunnelSettings {
    modes = List.copyOf(modes);
    if (mark == 0 || (mark & ~mask) != 0) {
      throw new IllegalArgumentException(
          "the mark 0x%08x is 0, or not within its mask 0x%08x".formatted(mark, mask));
    }
    if (priority < 1 || priority > MAX_PRIORITY) {
      throw new IllegalArgumentException(
          "rules of priority %d do not stand before those of the kernel".formatted(priority));
    }
  }
}
