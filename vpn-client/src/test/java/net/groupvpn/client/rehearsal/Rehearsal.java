package net.groupvpn.client.rehearsal;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.client.cli.GroupVpnMain;
import net.groupvpn.client.config.ConfigException;
import net.groupvpn.client.config.ConfigReader;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.log.LastingLogManager;
import net.groupvpn.client.log.LogSetup;
import picocli.CommandLine;

/**
 * Two members of a group meet over the loopback interface; commands query and stop them. {@code
 * bin/launch.sh} runs it once after a build, and the JVM records the classes that were needed. Ends
 * with 0 if everything went as in a real start.
 */
public final class Rehearsal {
  private static final List<String> NAMES = List.of("alder", "birch");
  private static final long LIMIT_MILLIS = 20_000;

  private final Directories directories;

  private Rehearsal(Path directory) {
    directories = new Directories(directory, directory, directory);
  }

  /** Runs it in a directory that is removed afterwards. */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    Path directory = Files.createTempDirectory("groupvpn-rehearsal-");
    int code = 0;
    try {
      new Rehearsal(directory).run();
    } catch (Exception e) {
      e.printStackTrace();
      code = 1;
    } finally {
      remove(directory);
    }
    // The threads of a client that could not be stopped would keep this process alive.
    System.exit(code);
  }

  private void run() throws Exception {
    try (RehearsalPortal portal = new RehearsalPortal()) {
      RehearsalGroup group = new RehearsalGroup(directories.config(), portal.address());
      int[] ports = {freePort(), freePort()};
      List<RehearsalMember> members = new ArrayList<>();
      for (int i = 0; i < NAMES.size(); i++) {
        members.add(start(group.enrol(NAMES.get(i), ports[i], ports[1 - i])));
      }
      for (RehearsalMember member : members) {
        member.awaitPeer(LIMIT_MILLIS);
      }
      portal.awaitCalls(members.size(), LIMIT_MILLIS);
      commands();
    }
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      return socket.getLocalPort();
    }
  }

  private RehearsalMember start(Path configFile) throws ConfigException {
    var config = new ConfigReader(directories).read(configFile);
    LogSetup.apply(config.logLevel());
    RehearsalMember member = new RehearsalMember(config);
    member.start(directories);
    return member;
  }

  private void commands() {
    execute("version");
    execute("up", "--help");
    for (String member : NAMES) {
      execute("status", "--network", member);
      execute("peers", "--network", member, "--json");
      execute("ip", "--network", member);
      execute("dns", "--network", member, member);
    }
    for (String member : NAMES) {
      execute("down", "--network", member);
    }
  }

  private void execute(String... arguments) {
    CommandLine commands = GroupVpnMain.commandLine(directories);
    commands.setOut(new PrintWriter(PrintWriter.nullWriter()));
    int code = commands.execute(arguments);
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + " ended with " + code);
    }
  }

  private static void remove(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
