package net.groupvpn.lab.member;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.web.Visitor;
import org.jspecify.annotations.Nullable;

/** A running portal. */
public final class LabPortal {
  private static final long START_SECONDS = 90;
  private static final Pattern READY =
      Pattern.compile(
          "groupvpn-portal ready: url=(\\S+) fingerprint=(sha256:[0-9a-f]{64})"
              + "(?: set-up-code=(\\S+))?");

  private final Host host;
  private final List<String> command;
  private final @Nullable String address;
  private HostProcess process;
  private Matcher announced;

  private LabPortal(Host host, @Nullable String address, List<String> command) {
    this.host = host;
    this.address = address;
    this.command = List.copyOf(command);
    this.process = host.start("portal", command);
    this.announced = readAnnouncement(process);
  }

  /** Starts a portal whose address on {@code host} is {@code address}. */
  public static LabPortal start(Host host, String address, Path data, String... options) {
    return new LabPortal(host, null, command(address, data, options));
  }

  /**
   * Starts a portal with a name, which {@code host} must be able to resolve.
   *
   * @param address where this program, which cannot resolve the name, finds it
   */
  public static LabPortal startNamed(Host host, String name, String address, Path data) {
    return new LabPortal(host, address, command(name, data));
  }

  private static List<String> command(String itself, Path data, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--data", data.toString(), "--host", itself));
    arguments.addAll(List.of(options));
    return Product.command("groupvpn-portal", List.of(), arguments);
  }

  private static Matcher readAnnouncement(HostProcess process) {
    process.awaitOutput("groupvpn-portal ready:", START_SECONDS);
    Matcher matcher = READY.matcher(process.output());
    boolean found = false;
    for (int from = 0; matcher.find(from); from = matcher.end()) {
      found = true;
      if (!READY.matcher(process.output().substring(matcher.end())).find()) {
        break;
      }
    }
    if (!found) {
      throw new IllegalStateException(
          "the portal announced itself otherwise:\n" + process.output());
    }
    return matcher;
  }

  private String group(int number) {
    return Objects.requireNonNull(announced.group(number));
  }

  /** Its address for browsers. */
  public URI url() {
    URI url = URI.create(group(1));
    return address == null ? url : URI.create("https://" + address + ":" + url.getPort());
  }

  /** Its certificate's fingerprint, {@code sha256:...}. */
  public String fingerprint() {
    return group(2);
  }

  /** The one-time code for the owner; only at the first start. */
  public String setUpCode() {
    String code = announced.group(3);
    if (code == null) {
      throw new IllegalStateException("the portal has an owner already");
    }
    return code;
  }

  /** A new person at the portal. */
  public Visitor visitor() {
    return new Visitor(url(), fingerprint());
  }

  public HostProcess process() {
    return process;
  }

  /** Starts it again after it was stopped or killed. */
  public void restart() {
    process = host.start("portal", command);
    announced = readAnnouncement(process);
  }
}
