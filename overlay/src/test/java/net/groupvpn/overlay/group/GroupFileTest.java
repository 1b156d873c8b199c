package net.groupvpn.overlay.group;

import static net.groupvpn.overlay.identity.TestGroup.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.groupvpn.overlay.group.GroupFileException.Reason;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.TestGroup;
import org.junit.jupiter.api.Test;

class GroupFileTest {
  private static final int MUTATIONS = 1_000;

  private final GroupAuthority authority = new TestGroup().authority;
  private final GroupFile file = file(authority);
  private final byte[] written = file.write(authority::sign);

  @Test
  void whatIsWrittenIsRead() throws Exception {
    GroupFile read = GroupFile.read(written, NOW.toEpochMilli());

    assertThat(read.portal()).isEqualTo(file.portal());
    assertThat(read.ca()).isEqualTo(authority.ca());
    assertThat(read.groupId()).isEqualTo(authority.groupId());
    assertThat(read.groupName()).isEqualTo("office");
    assertThat(read.secret()).isEqualTo(file.secret());
    assertThat(read.network()).isEqualTo(file.network());
    assertThat(read.enrolment()).isEqualTo(file.enrolment());
  }

  @Test
  void namesMayHoldAnything() throws Exception {
    GroupAuthority odd = GroupAuthority.create("q\"\\ \u00e4 [x]", NOW, new SecureRandom());

    assertThat(GroupFile.read(file(odd).write(odd::sign), NOW.toEpochMilli()).groupName())
        .isEqualTo("q\"\\ \u00e4 [x]");
  }

  @Test
  void aChangedValueIsNoticed() {
    assertRefused(replace("10.128.0.0", "10.129.0.0"), Reason.DAMAGED, "changed after");
    assertRefused(replace("portal.example", "portal.evil.xx"), Reason.DAMAGED, "changed after");
    assertRefused(replace("# GroupVPN", "# groupVPN"), Reason.DAMAGED, "changed after");
  }

  @Test
  void anotherAuthorityIsNoticed() {
    GroupAuthority other = new TestGroup().authority;
    byte[] forged = file.write(other::sign);

    assertRefused(forged, Reason.DAMAGED, "changed after");
    assertRefused(replace(authority.groupId(), other.groupId()), Reason.DAMAGED, "group ID is not");
  }

  @Test
  void aCutFileIsRefusedWhereverItIsCut() {
    for (int length = 0; length < written.length; length++) {
      assertRefused(Arrays.copyOf(written, length), Reason.DAMAGED, "download it from the portal");
    }
  }

  @Test
  void anExpiredFileIsRefusedForEnrolmentOnly() throws Exception {
    long later = NOW.plus(Duration.ofDays(3)).toEpochMilli();

    assertThatThrownBy(() -> GroupFile.read(written, later))
        .isInstanceOf(GroupFileException.class)
        .hasMessageContaining("expired at 2026-03-03T12:00:00Z");
    assertThat(GroupFile.readEnrolled(written).groupName()).isEqualTo("office");
  }

  @Test
  void aNewerFormatIsNamed() {
    assertRefused(
        replace("format = 1", "format = 2"), Reason.UNSUPPORTED_FORMAT, "has format 2, but this");
  }

  @Test
  void anUnknownKeyIsNamedWithItsLine() {
    assertRefused(
        replace("token =", "colour = \"red\"\ntoken ="), Reason.UNKNOWN_KEY, "line 13 of");
    assertRefused(
        replace("signature =", "[shape]\nround = true\nsignature ="), Reason.UNKNOWN_KEY, "shape");
  }

  @Test
  void bytesAfterTheSignatureAreRefused() {
    byte[] longer = Arrays.copyOf(written, written.length + 3);
    Arrays.fill(longer, written.length, longer.length, (byte) '\n');

    assertRefused(longer, Reason.DAMAGED, "last line is not its signature");
  }

  @Test
  void whatIsNotAGroupFileIsRefused() {
    assertRefused(new byte[GroupFile.MAX_BYTES + 1], Reason.DAMAGED, "more than 65536");
    assertRefused(new byte[] {(byte) 0xff, 0}, Reason.DAMAGED, "not text");
    assertRefused(bytes("<html>"), Reason.DAMAGED, "line 1 is not TOML");
    assertRefused(bytes("a = " + "[".repeat(30_000)), Reason.DAMAGED, "TOML");
  }

  @Test
  void aRandomChangeIsNeverAccepted() {
    Random random = new Random(3);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] changed = written.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
      try {
        GroupFile.read(changed, NOW.toEpochMilli());
        fail("accepted after change " + i);
      } catch (GroupFileException expected) {
        assertThat(expected).hasMessageContaining("group file");
      }
    }
  }

  private static GroupFile file(GroupAuthority authority) {
    byte[] secret = new byte[GroupFile.SECRET_BYTES];
    secret[5] = 9;
    return new GroupFile(
        new GroupFile.Portal(URI.create("https://portal.example:8443"), "ab".repeat(32)),
        authority.ca(),
        secret,
        new GroupFile.Network(
            "10.128.0.0/16", "office.gvpn", List.of("192.0.2.1:7400", "[2001:db8::1]:7400")),
        new GroupFile.Enrolment("token-1", NOW.plus(Duration.ofDays(2)), 60));
  }

  private byte[] replace(String from, String to) {
    String text = new String(written, StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return bytes(text.replace(from, to));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertRefused(byte[] bytes, Reason reason, String message) {
    try {
      GroupFile.read(bytes, NOW.toEpochMilli());
      fail("accepted");
    } catch (GroupFileException e) {
      assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
      assertThat(e).hasMessageContaining(message);
    }
  }
}
