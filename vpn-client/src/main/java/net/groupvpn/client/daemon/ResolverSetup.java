package net.groupvpn.client.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.client.config.ClientConfig.DnsMode;
import net.groupvpn.client.os.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the machine's resolver to ask the group's service address for the group's names only. Never
 * fails the start: names are a comfort, addresses work without. Blocks for the commands.
 */
final class ResolverSetup {
  private static final Logger LOG = LoggerFactory.getLogger(ResolverSetup.class);
  private static final Path RESOLVED = Path.of("/run/systemd/resolve");
  private static final List<Path> RESOLVCONF =
      List.of(Path.of("/sbin/resolvconf"), Path.of("/usr/sbin/resolvconf"));

  private final CommandRunner runner;
  private final String device;

  ResolverSetup(CommandRunner runner, String device) {
    this.runner = runner;
    this.device = device;
  }

  /** Sets it up; {@code undo} is told how to take it back. */
  void apply(DnsMode mode, String serviceAddress, String suffix, Undo undo) {
    switch (chosen(mode)) {
      case RESOLVECTL -> resolvectl(serviceAddress, suffix, undo);
      case RESOLVCONF -> resolvconf(serviceAddress, suffix, undo);
      case AUTO ->
          LOG.warn(
              "this machine has neither systemd-resolved nor resolvconf; for names put"
                  + " \"nameserver {}\" into /etc/resolv.conf, or use: groupvpn dns NAME",
              serviceAddress);
      case NONE -> LOG.debug("the resolver is left alone");
    }
  }

  private static DnsMode chosen(DnsMode mode) {
    if (mode != DnsMode.AUTO) {
      return mode;
    }
    if (Files.isDirectory(RESOLVED)) {
      return DnsMode.RESOLVECTL;
    }
    return RESOLVCONF.stream().anyMatch(Files::exists) ? DnsMode.RESOLVCONF : DnsMode.AUTO;
  }

  private void resolvectl(String serviceAddress, String suffix, Undo undo) {
    undo.push("give the resolver back", () -> run(List.of("resolvectl", "revert", device)));
    run(List.of("resolvectl", "dns", device, serviceAddress));
    run(List.of("resolvectl", "domain", device, suffix));
    run(List.of("resolvectl", "default-route", device, "false"));
  }

  private void resolvconf(String serviceAddress, String suffix, Undo undo) {
    String entry = device + ".groupvpn";
    undo.push("give the resolver back", () -> run(List.of("resolvconf", "-d", entry)));
    // The runner gives commands no input, so a shell hands resolvconf its two lines as arguments.
    String script = "printf 'nameserver %s\\nsearch %s\\n' \"$1\" \"$2\" | resolvconf -a \"$3\"";
    run(List.of("sh", "-c", script, "sh", serviceAddress, suffix, entry));
  }

  private void run(List<String> command) {
    try {
      CommandRunner.Result result = runner.run(command);
      if (result.exitCode() != 0) {
        LOG.warn("`{}` failed: {}", String.join(" ", command), result.output());
      }
    } catch (IOException e) {
      LOG.warn("the resolver is not set up: {}", e.getMessage());
    }
  }
}
