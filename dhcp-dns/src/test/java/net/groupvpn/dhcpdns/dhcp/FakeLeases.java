package net.groupvpn.dhcpdns.dhcp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** One lease, or none, for whoever is served. */
final class FakeLeases implements ClientLeases {
  final List<String> told = new ArrayList<>();
  @Nullable DhcpLease lease;
  boolean isServed = true;
  boolean isAwaited;
  boolean isKeptAtOnce = true;
  @Nullable Consumer<Boolean> keeping;
  @Nullable Consumer<DhcpLease> waiter;

  @Override
  public boolean isServed(DhcpClient client) {
    return isServed;
  }

  @Override
  public @Nullable DhcpLease find(DhcpClient client) {
    return lease;
  }

  @Override
  public boolean isAwaited(DhcpClient client) {
    return isAwaited;
  }

  @Override
  public void open(DhcpClient client, Consumer<DhcpLease> done) {
    if (lease != null) {
      done.accept(lease);
    } else {
      waiter = done;
    }
  }

  @Override
  public void confirm(DhcpClient client, long untilNanos, Consumer<Boolean> done) {
    told.add("confirm " + untilNanos);
    if (isKeptAtOnce) {
      done.accept(true);
    } else {
      keeping = done;
    }
  }

  @Override
  public void release(DhcpClient client) {
    told.add("release");
  }

  @Override
  public void decline(DhcpClient client, Ipv4Address address) {
    told.add("decline " + address);
  }
}
