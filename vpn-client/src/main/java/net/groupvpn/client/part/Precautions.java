package net.groupvpn.client.part;

import java.io.IOException;
import java.nio.file.Path;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.GroupFiles;
import net.groupvpn.client.control.Refusals;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.os.TakenDevice;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.group.GroupFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects problems before anything is used up: a group file is good for one enrolment, so a start
 * that must fail should fail before that.
 */
public final class Precautions implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Precautions.class);
  private static final Path DEVICES = Path.of("/sys/class/net");
  private static final Path LISTING = Path.of("/proc/net/dev");

  private final ClientConfig config;
  private final Notices notices;
  private volatile @Nullable VirtualNetwork network;

  Precautions(ClientConfig config, Notices notices) {
    this.config = config;
    this.notices = notices;
  }

  /** Performs all checks, and forgets that an earlier client was refused. */
  public static Precautions start(ClientContext context) throws ConfigException, IOException {
    Precautions precautions = new Precautions(context.config(), context.notices());
    precautions.take();
    new Refusals(context.directories().run()).forget(context.config().name());
    return precautions;
  }

  /**
   * Checks everything; what is only unwise becomes a notice.
   *
   * @throws ConfigException if the group file is bad
   * @throws IOException if the network card's name is taken
   */
  void take() throws ConfigException, IOException {
    String device = config.device().interfaceName();
    if (TakenDevice.is(device, DEVICES, LISTING)) {
      throw new IOException(
          "a network card %s is there already, of another program or client; choose another name,"
                  .formatted(device)
              + " interface = \"...\" in the configuration");
    }
    GroupFile group = GroupFiles.ofMember(config.groupFile());
    String readable = GroupFiles.whoElseReads(config.groupFile());
    if (readable != null) {
      notices.raise("group_file_readable", readable);
    }
    VirtualNetwork ofGroup =
        new VirtualNetwork(group.groupId(), Ipv4Range.parse(group.network().ipv4Range()));
    network = ofGroup;
    RangeConflicts.tellOfWish(notices, ofGroup, config.device().wishedAddress());
    look(ofGroup);
  }

  @Override
  public String name() {
    return "precautions";
  }

  @Override
  public void onMoved(OwnEndpoint own) {
    VirtualNetwork ofGroup = network;
    if (ofGroup != null) {
      look(ofGroup);
    }
  }

  /** Checks what may change. */
  private void look(VirtualNetwork ofGroup) {
    try {
      RangeConflicts.tell(
          notices,
          ofGroup,
          RangeConflicts.networksOfThisMachine(config.device().interfaceName()::equals));
    } catch (IOException e) {
      LOG.warn("this machine's networks are not compared with the group's: {}", e.getMessage());
    }
  }
}
