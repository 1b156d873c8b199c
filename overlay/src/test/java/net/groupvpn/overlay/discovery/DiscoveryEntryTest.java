package net.groupvpn.overlay.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.groupvpn.overlay.discovery.PublicDiscovery.Member;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class DiscoveryEntryTest {
  private static final int MUTATIONS = 2_000;

  private final Random random = new Random(11);
  private final DiscoveryKeys keys = DiscoveryKeys.of(bytes(32));
  private final Member member = new Member(NodeId.random(random), NodeId.random(random));
  private final byte[] entry = DiscoveryEntry.write(keys, member, bytes(12));

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void membersReadWhatMembersWrite() {
    assertThat(DiscoveryEntry.read(keys, member.publicNode(), entry)).contains(member);
  }

  @Test
  void anybodyCanCheckAnEntryWithoutTheSecret() {
    assertThat(DiscoveryEntry.isGenuine(keys.place(), member.publicNode(), entry)).isTrue();
  }

  @Test
  void aCopyByAnotherPublisherIsRefused() {
    assertThat(DiscoveryEntry.isGenuine(keys.place(), NodeId.random(random), entry)).isFalse();
  }

  @Test
  void anEntryUnderAnotherKeyIsRefused() {
    assertThat(DiscoveryEntry.isGenuine(NodeId.random(random), member.publicNode(), entry))
        .isFalse();
  }

  @Test
  void anotherGroupNeitherSharesThePlaceNorReadsTheEntry() {
    DiscoveryKeys other = DiscoveryKeys.of(bytes(32));
    assertThat(other.place()).isNotEqualTo(keys.place());
    assertThat(DiscoveryEntry.read(other, member.publicNode(), entry)).isEmpty();
  }

  @Test
  void thePrivateNodeIdIsNotToBeSeen() {
    String id = member.privateNode().toHex();
    assertThat(java.util.HexFormat.of().formatHex(entry)).doesNotContain(id);
  }

  @Test
  void everyChangedOrCutEntryIsRefused() {
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] changed = entry.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
      assertThat(DiscoveryEntry.isGenuine(keys.place(), member.publicNode(), changed)).isFalse();
    }
    for (int length = 0; length < entry.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(entry, length);
      assertThat(DiscoveryEntry.isGenuine(keys.place(), member.publicNode(), cut)).isFalse();
    }
  }
}
