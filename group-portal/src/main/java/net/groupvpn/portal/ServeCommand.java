package net.groupvpn.portal;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.portal.certificate.Lifetimes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groupvpn-portal serve}: runs until it gets SIGTERM or SIGINT. */
@Command(
    name = "serve",
    description = "Run the portal until it is told to stop.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private static final int COULD_NOT_START = 1;

  @Mixin private StorageOptions storage = new StorageOptions();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "A name or address under which clients reach the portal; repeatable. The first"
              + " is used in group files. Default: this machine's addresses.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "The portal's URL in group files, if not https://HOST:PORT.")
  private @Nullable String publicUrl;

  @Option(
      names = "--address",
      defaultValue = "0.0.0.0",
      description = "Listen on this address (default: ${DEFAULT-VALUE}).")
  private String address = "0.0.0.0";

  @Option(
      names = "--port",
      defaultValue = "8443",
      description = "HTTPS port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--udp-port",
      defaultValue = "7400",
      description = "UDP port of the public-overlay node (default: ${DEFAULT-VALUE}).")
  private int udpPort;

  @Option(
      names = "--stream-port",
      defaultValue = "443",
      description =
          "TCP port on which the public-overlay node accepts members whose UDP is blocked; 0 for"
              + " none (default: ${DEFAULT-VALUE}).")
  private int streamPort;

  @Option(
      names = "--carry",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Whether the public-overlay node carries packets, up to 16 Mbit/s in total, for members"
              + " without another path to each other; without it, only signals.")
  private boolean carry;

  @Option(
      names = "--certificate-lifetime",
      paramLabel = "DURATION",
      defaultValue = "P7D",
      description = "Lifetime of members' certificates (default: ${DEFAULT-VALUE}).")
  private Duration certificateLifetime = Lifetimes.DEFAULT.certificate();

  @Option(
      names = "--token-lifetime",
      paramLabel = "DURATION",
      defaultValue = "P2D",
      description = "How long a group file can be used (default: ${DEFAULT-VALUE}).")
  private Duration tokenLifetime = Lifetimes.DEFAULT.token();

  @Option(
      names = "--crl-interval",
      paramLabel = "DURATION",
      defaultValue = "PT30S",
      description = "How often clients ask for a new revocation list (default: ${DEFAULT-VALUE}).")
  private Duration crlInterval = Lifetimes.DEFAULT.crlInterval();

  @Option(
      names = "--new-certificate",
      description =
          "Make another HTTPS certificate where the old one is lost. Every machine then needs a new"
              + " group file.")
  private boolean newCertificate;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var out = Objects.requireNonNull(spec).commandLine();
    try {
      var portal = Portal.start(settings(), Clock.systemUTC(), new SecureRandom());
      announce(portal, out.getOut());
      waitForTheEnd(portal);
      return 0;
    } catch (IOException | RuntimeException e) {
      out.getErr().println("groupvpn-portal: cannot start: " + reason(e));
      return COULD_NOT_START;
    }
  }

  private PortalSettings settings() {
    return new PortalSettings(
        storage.data,
        storage.database,
        address,
        port,
        hosts.isEmpty() ? LocalAddresses.find() : checked(hosts),
        publicUrl,
        new PublicNode.Ports(udpPort, streamPort, carry),
        new Lifetimes(certificateLifetime, tokenLifetime, crlInterval),
        newCertificate);
  }

  /** Group files contain these: clients could use no other names. */
  static List<String> checked(List<String> hosts) {
    for (var host : hosts) {
      if (!isHost(host)) {
        throw new IllegalArgumentException(
            "--host '" + host + "' is neither a name nor an address");
      }
    }
    return hosts;
  }

  private static boolean isHost(String text) {
    try {
      var host = new URI("https", null, text, -1, null, null, null).getHost();
      return text.equals(host) || ("[" + text + "]").equals(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void announce(Portal portal, PrintWriter out) {
    var code = portal.setUpCode();
    out.println(
        "groupvpn-portal ready: url="
            + portal.url()
            + " fingerprint=sha256:"
            + portal.fingerprint()
            + (code == null ? "" : " set-up-code=" + code));
    out.flush();
  }

  /** SIGTERM and SIGINT start the JVM's shutdown; halting in it sets the exit code. */
  private static void waitForTheEnd(Portal portal) throws InterruptedException {
    Runnable end =
        () -> {
          portal.close();
          Runtime.getRuntime().halt(0);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "stop"));
    new CountDownLatch(1).await();
  }

  /** The text for a person: exceptions of files contain only the file's name. */
  static String reason(Throwable failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "this user may not write %s; run it as root, or choose another directory with --data"
          .formatted(denied.getFile());
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return "%s cannot be used: %s".formatted(file.getFile(), file.getClass().getSimpleName());
    }
    var deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    var text = failure.getMessage() + (deepest == failure ? "" : " (" + deepest.getMessage() + ")");
    return text.replace('\n', ' ');
  }
}
