package net.groupvpn.overlay.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.TestGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupPolicyTest {
  private static final String HEAD = "{\"format\":1,\"number\":7,\"made\":\"2026-03-01T12:00:00Z\"";

  private final TestGroup group = new TestGroup();

  private GroupPolicy parse(byte[] encoded) throws IdentityException {
    return GroupPolicy.parse(encoded, group.authority.ca());
  }

  private GroupPolicy parse(String json) throws IdentityException {
    return parse(PolicySamples.signed(group.authority, json));
  }

  @Test
  void saysWhatWasWritten() throws IdentityException {
    PolicyContent content =
        new PolicyContent(
            List.of(new GatewayRight("ada", ""), new GatewayRight("bob", "nas")),
            List.of(
                new SubnetRight("ada", PolicySamples.range("192.168.7.0/24")),
                new SubnetRight("bob", PolicySamples.range("2001:db8:7::/48"))),
            List.of(
                new Reservation("ada", "press", PolicySamples.address("10.128.0.7"), "printer"),
                new Reservation("bob", "", null, "files")));
    GroupPolicy policy = parse(PolicySamples.of(group.authority, 7, content).encoded());

    assertThat(policy.number()).isEqualTo(7);
    assertThat(policy.madeMillis()).isEqualTo(TestGroup.NOW.toEpochMilli());
    assertThat(policy.content()).isEqualTo(content);
    assertThat(policy.mayBeGateway("ada")).isTrue();
    assertThat(policy.mayBeGateway("bob", "nas")).isTrue();
    assertThat(policy.mayBeGateway("bob", "laptop")).isFalse();
    assertThat(policy.mayBeGateway("carol")).isFalse();
    assertThat(policy.reservedAddress("ada", "press"))
        .isEqualTo(PolicySamples.address("10.128.0.7"));
    assertThat(policy.reservedAddress("ada", "laptop")).isNull();
    assertThat(policy.reservedName("bob", "any")).isEqualTo("files");
  }

  @Test
  void aPartOfAnAllowedSubnetIsAnotherSubnet() {
    PolicyContent content =
        new PolicyContent(
            List.of(),
            List.of(new SubnetRight("ada", PolicySamples.range("10.0.0.0/8"))),
            List.of());
    GroupPolicy policy = PolicySamples.of(group.authority, 1, content);
    assertThat(policy.mayAnnounce("ada", PolicySamples.range("10.0.0.0/8"))).isTrue();
    assertThat(policy.mayAnnounce("ada", PolicySamples.range("10.1.0.0/16"))).isFalse();
    assertThat(policy.mayAnnounce("bob", PolicySamples.range("10.0.0.0/8"))).isFalse();
  }

  @Test
  void withoutAPolicyNobodyMayDoAnything() {
    assertThat(GroupPolicy.NONE.number()).isZero();
    assertThat(GroupPolicy.NONE.mayBeGateway("ada")).isFalse();
    assertThat(GroupPolicy.NONE.reservationOf("ada", "laptop")).isEmpty();
  }

  @Test
  void whatALaterVersionAddsIsIgnoredAndKept() throws IdentityException {
    String json =
        HEAD
            + ",\"tags\":{\"server\":[\"ada\"]},\"rules\":[[1]],"
            + "\"gateways\":[{\"member\":\"ada\",\"weight\":3}]}";
    byte[] encoded = PolicySamples.signed(group.authority, json);
    GroupPolicy policy = parse(encoded);
    assertThat(policy.mayBeGateway("ada")).isTrue();
    assertThat(policy.encoded()).isEqualTo(encoded);
  }

  @Test
  void whatTheCaDidNotSignIsRefused() {
    byte[] foreign = PolicySamples.of(new TestGroup().authority, 7, "ada").encoded();
    byte[] changed = PolicySamples.of(group.authority, 7, "ada").encoded().clone();
    changed[changed.length - 5] ^= 1;
    byte[] bare = group.authority.sign(new byte[1]);
    for (byte[] encoded : new byte[][] {foreign, changed, bare, {}, new byte[63]}) {
      assertThatThrownBy(() -> parse(encoded)).isInstanceOf(IdentityException.class);
    }
  }

  @Test
  void aSignatureForAnotherPurposeIsNone() {
    byte[] json = (HEAD + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] signature = group.authority.sign(json);
    byte[] encoded = new byte[signature.length + json.length];
    System.arraycopy(signature, 0, encoded, 0, signature.length);
    System.arraycopy(json, 0, encoded, signature.length, json.length);
    assertThatThrownBy(() -> parse(encoded)).hasMessageContaining("not signed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        HEAD,
        HEAD + "} {}",
        HEAD + ",\"number\":8}",
        "{\"format\":2,\"number\":7,\"made\":\"2026-03-01T12:00:00Z\"}",
        "{\"format\":1,\"number\":0,\"made\":\"2026-03-01T12:00:00Z\"}",
        "{\"format\":1,\"number\":-1,\"made\":\"2026-03-01T12:00:00Z\"}",
        "{\"format\":1,\"number\":1.5,\"made\":\"2026-03-01T12:00:00Z\"}",
        "{\"format\":1,\"number\":99999999999999999999,\"made\":\"2026-03-01T12:00:00Z\"}",
        "{\"format\":1,\"number\":7,\"made\":\"yesterday\"}",
        "{\"format\":1,\"number\":7,\"made\":\"+1000000000-12-31T23:59:59.999999999Z\"}",
        HEAD + ",\"gateways\":{}}",
        HEAD + ",\"gateways\":[7]}",
        HEAD + ",\"gateways\":[{\"member\":\"\"}]}",
        HEAD + ",\"gateways\":[{\"member\":\"a\\u202eb\"}]}",
        HEAD + ",\"gateways\":[{\"member\":\"ada\",\"device\":7}]}",
        HEAD + ",\"subnets\":[{\"member\":\"ada\",\"prefix\":\"0.0.0.0/0\"}]}",
        HEAD + ",\"subnets\":[{\"member\":\"ada\",\"prefix\":\"10.0.0.1/8\"}]}",
        HEAD + ",\"subnets\":[{\"member\":\"ada\"}]}",
        HEAD + ",\"reservations\":[{\"member\":\"ada\"}]}",
        HEAD + ",\"reservations\":[{\"member\":\"ada\",\"address\":\"fd00::1\"}]}",
        HEAD + ",\"reservations\":[{\"member\":\"ada\",\"name\":\"wpad\"}]}",
        HEAD + ",\"reservations\":[{\"member\":\"ada\",\"name\":\"a.b\"}]}",
        HEAD
            + ",\"reservations\":[{\"member\":\"ada\",\"name\":\"a\"},{\"member\":\"bob\",\"name\":\"a\"}]}",
        HEAD
            + ",\"reservations\":[{\"member\":\"ada\",\"address\":\"10.0.0.7\"},"
            + "{\"member\":\"bob\",\"address\":\"10.0.0.7\"}]}"
      })
  void whatMakesNoSenseIsRefusedThoughSigned(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(IdentityException.class);
  }

  @Test
  void depthIsBounded() {
    String json = HEAD + ",\"rules\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    assertThatThrownBy(() -> parse(json)).isInstanceOf(IdentityException.class);
  }

  @Test
  void lengthIsBounded() {
    List<GatewayRight> many = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      many.add(new GatewayRight("member" + i, ""));
    }
    PolicyContent content = new PolicyContent(many, List.of(), List.of());
    assertThatThrownBy(() -> PolicyWriter.issue(group.authority, 1, TestGroup.NOW, content))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("length");
  }

  @Test
  void theNewestIsInForceAndNeverGoesBack() throws IdentityException {
    NewestPolicy newest = new NewestPolicy(group.authority.ca());
    List<Long> told = new ArrayList<>();
    newest.onChange(policy -> told.add(policy.number()));
    byte[] seven = PolicySamples.of(group.authority, 7, "ada").encoded();
    assertThat(newest.offer(seven)).isEqualTo(NewestPolicy.Outcome.NEWER);
    assertThat(newest.offer(seven)).isEqualTo(NewestPolicy.Outcome.SAME);
    assertThat(newest.offer(PolicySamples.of(group.authority, 6, "eve").encoded()))
        .isEqualTo(NewestPolicy.Outcome.OLDER);
    assertThat(newest.offer(PolicySamples.of(group.authority, 7, "eve").encoded()))
        .isEqualTo(NewestPolicy.Outcome.CONFLICT);
    assertThat(newest.current().mayBeGateway("eve")).isFalse();
    assertThat(newest.offer(PolicySamples.of(group.authority, 8).encoded()))
        .isEqualTo(NewestPolicy.Outcome.NEWER);
    assertThat(newest.current().mayBeGateway("ada")).isFalse();
    assertThat(told).containsExactly(7L, 8L);
  }
}
