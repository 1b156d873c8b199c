package net.groupvpn.dhcpdns.dhcp;

import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** The leases that clients are told of. Engine thread only. */
public interface ClientLeases {
  /** Whether it serves that client at all. */
  boolean isServed(DhcpClient client);

  /** The client's lease now, or null. */
  @Nullable DhcpLease find(DhcpClient client);

  /** Whether the client has no lease now but one is being claimed. */
  boolean isAwaited(DhcpClient client);

  /**
   * The client looks for an address. {@code done} is told its lease, at once or later, at most
   * once; of several that wait for one client only the last.
   */
  void open(DhcpClient client, Consumer<DhcpLease> done);

  /**
   * The client is about to be told that the address is its own until then, boot time. {@code done}
   * is told, at once or later and on the engine thread, whether that outlives this program: only
   * then may the client be told.
   */
  void confirm(DhcpClient client, long untilNanos, Consumer<Boolean> done);

  /** The client gives its address back. */
  void release(DhcpClient client);

  /** The client has found its address in use by something else on the link. */
  void decline(DhcpClient client, Ipv4Address address);
}
