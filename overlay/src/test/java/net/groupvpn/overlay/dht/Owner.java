package net.groupvpn.overlay.dht;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/** A member that claims a key, and everything it was told. */
final class Owner implements Dht.ClaimListener {
  final TestMember member;
  final List<String> told = new ArrayList<>();
  Dht.@Nullable Claim claim;
  @Nullable NodeId takenBy;

  final NodeId key;

  Owner(TestMember member, NodeId key) {
    this.member = member;
    this.key = key;
  }

  static Owner claiming(TestMember member, NodeId key) {
    Owner owner = new Owner(member, key);
    member.act(dht -> owner.claim = dht.claim(key, member.id.toBytes(), owner));
    return owner;
  }

  Dht.Claim claim() {
    return Objects.requireNonNull(claim);
  }

  boolean isHeld() {
    if (claim == null || !member.isAlive) {
      return false;
    }
    member.act(dht -> {});
    return claim.isHeld();
  }

  boolean isOver() {
    return told.contains("taken") || told.contains("lost");
  }

  void release() {
    if (claim != null) {
      Dht.Claim held = claim;
      member.act(dht -> held.release());
    }
  }

  @Override
  public void onHeld(Dht.Claim held) {
    told.add("held");
  }

  @Override
  public void onTaken(Dht.Claim lost, NodeId by) {
    told.add("taken");
    takenBy = by;
  }

  @Override
  public void onReserved(Dht.Claim refused) {
    told.add("reserved");
  }

  @Override
  public void onLost(Dht.Claim lost, String reason) {
    told.add("lost");
  }
}
