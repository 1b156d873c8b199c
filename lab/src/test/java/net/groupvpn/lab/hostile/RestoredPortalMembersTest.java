package net.groupvpn.lab.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.PingFlow;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.group.GroupFileException;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.security.PeerIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The portal's whole directory, including its journal, is restored from a backup made before
 * dogwood was revoked. Birch cannot reach the portal all this time; nor can dogwood and elm, which
 * ignore that they are revoked.
 */
@NeedsRoot
class RestoredPortalMembersTest {
  private static final long NEWS_SECONDS = 15;
  private static final int REFUSED = 5;
  private static final List<String> HONEST = List.of("alder", "birch", "cedar");

  private final LabGroup lab =
      new LabGroup("restore", List.of("alder", "birch", "cedar", "dogwood", "elm"));

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void whoWasRevokedAfterTheBackupStaysOutAndNewRevocationsReachAll() throws IOException {
    lab.up();
    List.of("birch", "dogwood", "elm").forEach(this::cutOffFromThePortal);
    Path data = lab.bed().directory().resolve("portal-data");
    Path backup = lab.bed().directory().resolve("backup");
    lab.group().portal().process().stop();
    Commands.run("cp", "-a", data.toString(), backup.toString());
    lab.group().portal().restart();
    revokeAndAwait("dogwood");
    long before = highestNumber();

    lab.group().portal().process().kill();
    Commands.run("rm", "-r", data.toString());
    Commands.run("cp", "-a", backup.toString(), data.toString());
    lab.group().portal().restart();
    PingFlow others = PingFlow.start(member("alder").host(), member("birch").fullName());
    revokeAndAwait("elm");

    for (String name : HONEST) {
      RevocationList list = list(member(name));
      assertThat(list.number()).as(name).isGreaterThan(before);
      assertThat(isRevoked(list, member("birch"))).isFalse();
    }
    assertThat(others.awaitMore(5).stop().longestGapSeconds()).isLessThan(2);
    thePortalKnowsAgain("dogwood");
  }

  /** Until every honest member has both in its list, and sessions with neither. */
  private void revokeAndAwait(String name) {
    lab.group().owner().revoke(lab.group().page(), name);
    Await.until(
        name + " and dogwood are in every honest member's list, and no peers of theirs",
        NEWS_SECONDS,
        () -> HONEST.stream().allMatch(each -> shutsOut(each, name) && shutsOut(each, "dogwood")));
    assertThat(member(name).pings(member("birch").ipv4(), false)).isFalse();
  }

  private boolean shutsOut(String honest, String name) {
    return isRevoked(list(member(honest)), member(name))
        && !member(honest).hasPeer(identity(member(name)).nodeId().toHex());
  }

  /** An honest start of the revoked machine ends with the documented code. */
  private void thePortalKnowsAgain(String name) {
    Member member = member(name);
    member.process().kill();
    member.host().ip("route", "del", "blackhole", TwoSites.PORTAL_ADDRESS);
    member.start();
    assertThat(member.process().awaitExit(NEWS_SECONDS)).isEqualTo(REFUSED);
  }

  private long highestNumber() {
    return HONEST.stream().mapToLong(name -> list(member(name)).number()).max().orElseThrow();
  }

  private void cutOffFromThePortal(String name) {
    member(name).host().ip("route", "add", "blackhole", TwoSites.PORTAL_ADDRESS);
  }

  private Member member(String name) {
    return lab.group().members().stream()
        .filter(each -> each.host().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRevoked(RevocationList list, Member member) {
    PeerIdentity identity = identity(member);
    return list.isRevoked(identity.serial(), identity.keyHash());
  }

  private static PeerIdentity identity(Member member) {
    try {
      Path certificate = member.state().resolve("node.crt");
      return NodeCertificate.parsePem(Files.readString(certificate)).identity();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  /** The list that a member keeps on its disk. */
  private static RevocationList list(Member member) {
    try {
      byte[] file = Files.readAllBytes(member.directory().resolve("group.toml"));
      byte[] list = Files.readAllBytes(member.state().resolve("group.crl"));
      return RevocationList.parse(list, GroupFile.readEnrolled(file).ca());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GroupFileException | IdentityException e) {
      throw new AssertionError(e);
    }
  }
}
