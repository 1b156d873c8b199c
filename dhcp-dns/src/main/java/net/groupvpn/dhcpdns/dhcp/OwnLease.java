package net.groupvpn.dhcpdns.dhcp;

import java.util.function.Consumer;
import java.util.function.Supplier;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * The one lease of a member without further machines: its own. It lasts as long as the program
 * runs, which uses the address itself; a DHCP client on the same machine neither ends nor prolongs
 * it.
 */
public final class OwnLease implements ClientLeases {
  private final Supplier<@Nullable DhcpLease> lease;

  /** {@code lease} has this member's own address now, or null. */
  public OwnLease(Supplier<@Nullable DhcpLease> lease) {
    this.lease = lease;
  }

  @Override
  public boolean isServed(DhcpClient client) {
    return client.isOwn();
  }

  @Override
  public @Nullable DhcpLease find(DhcpClient client) {
    return lease.get();
  }

  @Override
  public boolean isAwaited(DhcpClient client) {
    return lease.get() == null;
  }

  @Override
  public void open(DhcpClient client, Consumer<DhcpLease> done) {
    DhcpLease held = lease.get();
    if (held != null) {
      done.accept(held);
    }
  }

  /** The program uses the address itself, and has stored it. */
  @Override
  public void confirm(DhcpClient client, long untilNanos, Consumer<Boolean> done) {
    done.accept(true);
  }

  @Override
  public void release(DhcpClient client) {}

  @Override
  public void decline(DhcpClient client, Ipv4Address address) {}
}
