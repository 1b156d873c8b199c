package net.groupvpn.client.rehearsal;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.client.cli.GroupVpnMain;
import net.groupvpn.client.config.ConfigReader;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.daemon.ClientDaemon;
import net.groupvpn.client.enrol.PortalKeeper;
import net.groupvpn.client.log.LastingLogManager;
import net.groupvpn.client.log.LogSetup;
import picocli.CommandLine;

/**
 * Two members of a group meet over the loopback interface; commands query and stop them. {@code
 * bin/launch.sh} runs it once after a build, and the JVM records the classes that were needed. Ends
 * with 0 if everything went as in a real start.
 */
public final class Rehearsal {
  private static final List<String> MEMBERS = List.of("alder", "birch");
  private static final long LIMIT_MILLIS = 20_000;
  private static final long POLL_MILLIS = 50;

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
    try (ServerSocket portal = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      startPortal(portal);
      RehearsalGroup group =
          new RehearsalGroup(
              directories.config(), URI.create("https://127.0.0.1:" + portal.getLocalPort()));
      int[] ports = {freePort(), freePort()};
      for (int i = 0; i < MEMBERS.size(); i++) {
        start(group.enrol(MEMBERS.get(i), ports[i], ports[1 - i]));
      }
      for (String member : MEMBERS) {
        awaitPeer(member);
      }
      commands();
    }
  }

  /** A portal that closes every connection: only a client's first words to it matter. */
  private static void startPortal(ServerSocket portal) {
    Thread thread =
        new Thread(
            () -> {
              while (!portal.isClosed()) {
                try (var caller = portal.accept()) {
                  int unused = caller.getInputStream().read();
                } catch (IOException e) {
                  return;
                }
              }
            },
            "portal");
    thread.setDaemon(true);
    thread.start();
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      return socket.getLocalPort();
    }
  }

  private void start(Path configFile) throws Exception {
    var config = new ConfigReader(directories).read(configFile);
    LogSetup.apply(config.logLevel());
    ClientDaemon client = new ClientDaemon(config, directories, new RehearsalMachine());
    Thread thread =
        new Thread(
            () -> {
              try {
                client.run();
              } catch (Exception e) {
                throw new IllegalStateException("a client does not start", e);
              }
            },
            config.name());
    thread.start();
  }

  private void awaitPeer(String member) throws InterruptedException {
    long waited = 0;
    while (!isUp(member)) {
      if (waited > LIMIT_MILLIS) {
        throw new IllegalStateException(member + " does not find the other member");
      }
      Thread.sleep(POLL_MILLIS);
      waited += POLL_MILLIS;
    }
  }

  private boolean isUp(String member) {
    try (ControlClient client = ControlClient.connect(directories.socket(member))) {
      var status = client.ask("status", ControlClient.arguments());
      return status.path("state").asText().equals("up")
          && status.path("peers").asInt() > 0
          && !status.path("portal").asText().equals(PortalKeeper.NOT_ASKED);
    } catch (IOException | ControlException e) {
      return false;
    }
  }

  private void commands() {
    execute("version");
    execute("up", "--help");
    for (String member : MEMBERS) {
      execute("status", "--network", member);
      execute("peers", "--network", member, "--json");
      execute("ip", "--network", member);
      execute("dns", "--network", member, member);
    }
    for (String member : MEMBERS) {
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
