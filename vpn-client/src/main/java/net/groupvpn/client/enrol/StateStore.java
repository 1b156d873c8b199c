package net.groupvpn.client.enrol;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import net.groupvpn.client.config.HostLabel;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.path.PathText;
import net.groupvpn.overlay.policy.GroupPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one network keeps on disk: the node's key and certificate (which carries the salt), the
 * public overlay's key, the newest revocation list and policy, endpoints of peers, the last
 * address. Holds a lock, so that no two clients share it. Thread-safe as far as each file goes.
 */
public final class StateStore implements AutoCloseable {
  /** The file that a running client locks; it stays. */
  public static final String LOCK = "lock";

  /** Most peers' endpoints that are remembered. */
  public static final int MAX_PEERS = 128;

  private static final int MAX_SMALL_FILE_BYTES = 64 * 1_024;
  private static final String KEY = "node.key";
  private static final String PUBLIC_KEY = "public.key";
  private static final String CERTIFICATE = "node.crt";
  private static final String CRL = "group.crl";
  private static final String POLICY = "group.policy";
  private static final String PEERS = "peers.txt";
  private static final String ADDRESS = "address.txt";
  private static final String NAME = "name.txt";
  private static final String SERVICES = "services.txt";

  private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);

  private final Path directory;
  private final FileChannel lock;
  private final Map<String, String> warnings = new ConcurrentSkipListMap<>();

  private StateStore(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens the directory, and makes it if necessary.
   *
   * @throws IOException if it cannot be written, or another client uses it
   */
  public static StateStore open(Path directory) throws IOException {
    AtomicFiles.makePrivateDirectory(directory);
    FileChannel lock =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return new StateStore(directory, lock);
      }
    } catch (OverlappingFileLockException e) {
      // The same as no lock: another client, although in this process.
    }
    lock.close();
    throw new IOException("another client uses " + directory + "; stop it first: groupvpn down");
  }

  /** The directory itself. */
  public Path directory() {
    return directory;
  }

  /** The node's key, or null before the first enrolment. */
  public @Nullable NodeKey key() throws IOException {
    return readKey(KEY);
  }

  /** Stores the node's key. */
  public void saveKey(NodeKey key) throws IOException {
    write(KEY, key.toPem());
  }

  /** The key of the public overlay; made and stored if there is none yet. */
  public NodeKey publicKeyOrNew() throws IOException {
    @Nullable NodeKey key = null;
    try {
      key = readKey(PUBLIC_KEY);
    } catch (DamagedException e) {
      // Nobody knows a public-overlay node by its key, so a new key serves as well.
      setAside(PUBLIC_KEY, e.reason);
    }
    if (key == null) {
      key = NodeKey.generate(new SecureRandom());
      write(PUBLIC_KEY, key.toPem());
    }
    return key;
  }

  /** The node's certificate, or null before the first enrolment. */
  public @Nullable NodeCertificate certificate() throws IOException {
    try {
      @Nullable String pem = read(CERTIFICATE);
      return pem == null ? null : NodeCertificate.parsePem(pem);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IdentityException | IOException e) {
      throw damaged(CERTIFICATE, e.getMessage());
    }
  }

  /** Stores the node's certificate. */
  public void saveCertificate(NodeCertificate certificate) throws IOException {
    write(CERTIFICATE, certificate.toPem());
  }

  /** The newest revocation list, DER, not yet verified; null if there is none. */
  public byte @Nullable [] crl() throws IOException {
    return readBytes(CRL, RevocationList.MAX_BYTES);
  }

  private byte @Nullable [] readBytes(String name, int maxBytes) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      if (Files.size(file) > maxBytes) {
        throw new IOException("longer than " + maxBytes + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      setAside(name, reason(e));
      return null;
    }
  }

  /** The list from {@link #crl} is invalid: another one will be fetched. */
  public void rejectCrl(String reason) throws IOException {
    setAside(CRL, reason);
  }

  /** Stores the newest revocation list. */
  public void saveCrl(byte[] der) throws IOException {
    AtomicFiles.write(directory.resolve(CRL), der);
  }

  /** The newest policy, not yet verified; null if there is none. */
  public byte @Nullable [] policy() throws IOException {
    return readBytes(POLICY, GroupPolicy.MAX_BYTES);
  }

  /** The policy that {@link #policy} gave is not good: another one will be fetched. */
  public void rejectPolicy(String reason) throws IOException {
    setAside(POLICY, reason);
  }

  /** Keeps the newest policy. */
  public void savePolicy(byte[] encoded) throws IOException {
    AtomicFiles.write(directory.resolve(POLICY), encoded);
  }

  /** Endpoints of peers and seeds, {@code address:port}, best first; not yet checked. */
  public List<String> peers() throws IOException {
    @Nullable String text = readCache(PEERS, line -> PathText.parse(line) != null);
    return text == null ? List.of() : text.lines().limit(MAX_PEERS).toList();
  }

  /** Stores the first {@value #MAX_PEERS} endpoints. */
  public void savePeers(List<String> endpoints) throws IOException {
    write(PEERS, String.join("\n", endpoints.stream().limit(MAX_PEERS).toList()) + "\n");
  }

  /** The IPv4 address of the last run, or null. */
  public @Nullable String lastAddress() throws IOException {
    return readCache(ADDRESS, StateStore::isAddress);
  }

  /** Stores the IPv4 address for the next run. */
  public void saveLastAddress(String address) throws IOException {
    write(ADDRESS, address + "\n");
  }

  /** The name of the last run, or null. */
  public @Nullable String lastName() throws IOException {
    return readCache(NAME, HostLabel::isValid);
  }

  /** Stores the name for the next run. */
  public void saveLastName(String label) throws IOException {
    write(NAME, label + "\n");
  }

  /** What the user wants of gateways. */
  public ExitNodeFile exitNode() {
    return new ExitNodeFile(directory);
  }

  /** Whether this machine has been enrolled, whatever has become of its certificate. */
  public boolean isEnrolled() {
    return Files.exists(directory.resolve(CERTIFICATE));
  }

  /** What this machine offers to the group, a {@link ServiceLine} each; or null. */
  public @Nullable String services() throws IOException {
    return readCache(SERVICES, line -> ServiceLine.parse(line) != null);
  }

  /** Stores it for the next run. */
  public void saveServices(List<String> lines) throws IOException {
    write(SERVICES, String.join("\n", lines) + "\n");
  }

  /** Lets another client use the directory. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static boolean isAddress(String line) {
    return Ipv4Address.isValid(line);
  }

  /** The files that were set aside since the start, with the reasons; one line each. */
  public Map<String, String> warnings() {
    return Map.copyOf(warnings);
  }

  /**
   * State of the last run that only saves time: it must never make a start fail. A damaged file is
   * set aside, so that the next one can be written.
   *
   * @return the file's lines without its last line break, or null if it is missing or damaged
   */
  @Nullable String readCache(String name, Predicate<String> isGood) throws IOException {
    try {
      @Nullable String text = read(name);
      if (text == null) {
        return null;
      }
      if (text.isEmpty()) {
        throw new IOException("empty");
      }
      if (text.isBlank()) {
        return null;
      }
      if (!text.strip().lines().allMatch(isGood)) {
        throw new IOException("not what a client has written");
      }
      return text.strip();
    } catch (IOException e) {
      setAside(name, reason(e));
      return null;
    }
  }

  private void setAside(String name, String reason) throws IOException {
    Path file = directory.resolve(name);
    Path aside = AtomicFiles.setAside(file);
    String warning =
        "%s is damaged (%s): set aside as %s; the client goes on without what it remembered"
            .formatted(file, reason, aside.getFileName());
    warnings.put(name, warning);
    LOG.warn("{}", warning);
  }

  private static String reason(IOException problem) {
    @Nullable String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }

  private @Nullable NodeKey readKey(String name) throws IOException {
    try {
      @Nullable String pem = read(name);
      return pem == null ? null : NodeKey.ofPem(pem);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IdentityException | IOException e) {
      throw damaged(name, e.getMessage());
    }
  }

  private @Nullable String read(String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      return null;
    }
    if (Files.isDirectory(file)) {
      throw new IOException("a folder, not a file");
    }
    if (Files.size(file) > MAX_SMALL_FILE_BYTES) {
      throw new IOException("longer than " + MAX_SMALL_FILE_BYTES + " bytes");
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new IOException("not text");
    }
  }

  void write(String name, String text) throws IOException {
    AtomicFiles.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private IOException damaged(String name, @Nullable String reason) {
    return new DamagedException(directory.resolve(name), String.valueOf(reason));
  }

  /** A file without which this machine is no longer a member. */
  private static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    DamagedException(Path file, String reason) {
      super(
          "%s is damaged (%s); restore it from a backup, or move the folder %s away and enrol again"
                  .formatted(file, reason, file.getParent())
              + " with a new group file from the portal");
      this.reason = reason;
    }
  }
}
