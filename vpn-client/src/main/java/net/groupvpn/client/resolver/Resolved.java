package net.groupvpn.client.resolver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** systemd-resolved, which asks each network's own server for that network's names. */
final class Resolved implements ResolverManager {
  private static final Logger LOG = LoggerFactory.getLogger(Resolved.class);
  private static final Path RUN = Path.of("run/systemd/resolve");
  private static final Path STATIC = Path.of("usr/lib/systemd/resolv.conf");
  private static final String PROGRAM = "resolvectl";

  /** The address of its own listener. */
  private static final List<String> STUBS = List.of("127.0.0.53", "127.0.0.54");

  private final SystemFiles files;
  private final ResolverCommands commands;

  Resolved(SystemFiles files, ResolverCommands commands) {
    this.files = files;
    this.commands = commands;
  }

  @Override
  public String name() {
    return "systemd-resolved";
  }

  /** If resolvconf is a link to resolvectl, it is systemd-resolved, too. */
  @Override
  public boolean isInCharge() throws IOException {
    return (leadsHere() || isShim(files.resolvconfProgram())) && commands.succeeds(PROGRAM, "dns");
  }

  private boolean leadsHere() throws IOException {
    Path target = files.target();
    if (target != null && (target.startsWith(RUN) || target.equals(STATIC))) {
      return true;
    }
    List<String> servers = files.nameServers();
    return !servers.isEmpty() && STUBS.contains(servers.get(0));
  }

  private static boolean isShim(@Nullable Path program) throws IOException {
    return program != null && program.toRealPath().endsWith(PROGRAM);
  }

  @Override
  public void apply(ResolverPlan plan) throws IOException {
    String device = plan.device();
    commands.must(PROGRAM, "dns", device, plan.server());
    List<String> domains = new ArrayList<>(List.of(PROGRAM, "domain", device, plan.suffix()));
    plan.reverseZones().forEach(zone -> domains.add("~" + zone));
    if (plan.all()) {
      domains.add("~.");
    }
    commands.must(domains.toArray(String[]::new));
    commands.must(PROGRAM, "default-route", device, Boolean.toString(plan.all()));
    // The group's names are in no signed zone, and its server is this machine itself.
    for (String feature : List.of("dnssec", "dnsovertls", "llmnr", "mdns")) {
      if (!commands.succeeds(PROGRAM, feature, device, "no")) {
        LOG.warn("systemd-resolved knows no {} for {}; it stays as it is", feature, device);
      }
    }
    if (!commands.succeeds(PROGRAM, "flush-caches")) {
      LOG.debug("what systemd-resolved remembers is not forgotten");
    }
  }

  @Override
  public String undoScript(ResolverPlan plan) {
    return PROGRAM + " revert " + plan.device();
  }
}
