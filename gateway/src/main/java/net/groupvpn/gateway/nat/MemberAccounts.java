package net.groupvpn.gateway.nat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** The accounts of members that have sent something of late. Not thread-safe. */
final class MemberAccounts {
  private final NatLimits limits;
  private final Map<NodeId, MemberAccount> accounts = new LinkedHashMap<>();

  MemberAccounts(NatLimits limits) {
    this.limits = limits;
  }

  /** A member's account; null if there are too many members. */
  @Nullable MemberAccount of(NodeId member, long now) {
    MemberAccount account = accounts.get(member);
    if (account == null) {
      if (accounts.size() >= limits.members() && !forgetIdle()) {
        return null;
      }
      account = new MemberAccount(member, limits, now);
      accounts.put(member, account);
    }
    account.lastPacketNanos = now;
    return account;
  }

  @Nullable MemberAccount known(NodeId member) {
    return accounts.get(member);
  }

  /** The member with most of something; null if nobody has any. */
  @Nullable MemberAccount heaviest(ToIntFunction<MemberAccount> what) {
    MemberAccount heaviest = null;
    int most = 0;
    for (MemberAccount account : accounts.values()) {
      int has = what.applyAsInt(account);
      if (has > most) {
        most = has;
        heaviest = account;
      }
    }
    return heaviest;
  }

  /** How many members have any flow. */
  int active() {
    int active = 0;
    for (MemberAccount account : accounts.values()) {
      active += account.isIdle() ? 0 : 1;
    }
    return active;
  }

  /** The one without flows that was silent for longest goes. */
  private boolean forgetIdle() {
    MemberAccount oldest = null;
    for (MemberAccount account : accounts.values()) {
      if (account.isIdle()
          && (oldest == null || account.lastPacketNanos < oldest.lastPacketNanos)) {
        oldest = account;
      }
    }
    return oldest != null && accounts.remove(oldest.member) != null;
  }
}
