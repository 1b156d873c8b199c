package net.groupvpn.client.part;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.GroupFiles;
import net.groupvpn.client.enrol.Enrolment;
import net.groupvpn.client.enrol.GroupClock;
import net.groupvpn.client.enrol.KeptPolicy;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.enrol.PortalAddress;
import net.groupvpn.client.enrol.PortalClient;
import net.groupvpn.client.enrol.PortalException;
import net.groupvpn.client.enrol.PortalNames;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.policy.NewestPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine's identity in its group, from disk or, the first time, from the portal.
 *
 * @param policy what the group's members may do
 * @param key the node's key, for which {@code certificate} was issued
 */
public record GroupMembership(
    GroupFile group,
    GroupTrust trust,
    NewestPolicy policy,
    Enrolment enrolment,
    NodeKey key,
    NodeCertificate certificate) {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMembership.class);
  private static final String FINGERPRINT_PREFIX = "sha256:";

  /**
   * Loads the stored state, or enrols. Needs the portal only the first time.
   *
   * @param sockets what is done to each socket first
   * @param isInTunnel whether nothing may leave this machine but by such sockets
   * @throws ConfigException if the group file is bad
   * @throws PortalException if the portal refuses
   * @throws IOException if the state is damaged, or the portal cannot be reached the first time
   */
  static GroupMembership establish(
      ClientConfig config,
      StateStore store,
      OwnEndpoint self,
      GroupClock clock,
      SocketSetup sockets,
      BooleanSupplier isInTunnel)
      throws ConfigException, PortalException, IOException {
    GroupFile group = GroupFiles.ofMember(config.groupFile());
    GroupTrust trust = new GroupTrust(group.ca());
    String fingerprint = FINGERPRINT_PREFIX + group.portal().fingerprint().toLowerCase(Locale.ROOT);
    PortalClient portal =
        new PortalClient(
            new PortalAddress(group.portal().url(), fingerprint),
            sockets,
            PortalNames.ofMachine(store, isInTunnel, sockets, servers(group)));
    portal.onTime(clock::onPortalTime);
    NewestPolicy policy = KeptPolicy.load(store, group.ca());
    Enrolment enrolment = new Enrolment(store, portal, trust, policy, config.device().hostLabel());
    NodeCertificate certificate = enrolment.stored();
    if (certificate == null) {
      mustNotHaveExpired(config.groupFile(), group, portal, clock);
      LOG.info("enrolling in {} at {}", group.groupName(), group.portal().url());
      certificate = enrolment.enrol(group.enrolment().token(), self);
      LOG.info("enrolled as {}", certificate.identity().member());
    }
    NodeKey key = store.key();
    if (key == null) {
      throw new IOException("the key is gone from " + store.directory());
    }
    return new GroupMembership(group, trust, policy, enrolment, key, certificate);
  }

  /** The group's own name server, at both of its addresses. */
  private static Set<InetAddress> servers(GroupFile group) {
    VirtualNetwork network =
        new VirtualNetwork(group.groupId(), Ipv4Range.parse(group.network().ipv4Range()));
    return Set.of(
        network.serviceAddress4().toInetAddress(), network.serviceAddress6().toInetAddress());
  }

  /** The portal's clock decides: the machine's own may be wrong before its first start. */
  private static void mustNotHaveExpired(
      Path file, GroupFile group, PortalClient portal, GroupClock clock)
      throws ConfigException, PortalException, IOException {
    if (clock.instant().isAfter(group.enrolment().expires())) {
      LOG.warn(
          "by this machine's clock, {}, the group file expired at {}; asking the portal for the"
              + " time",
          clock.instant(),
          group.enrolment().expires());
      portal.askTime();
    }
    GroupFiles.forEnrolment(file, clock.millis());
  }
}
