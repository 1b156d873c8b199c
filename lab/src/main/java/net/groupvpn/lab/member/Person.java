package net.groupvpn.lab.member;

import java.util.HashMap;
import java.util.Map;
import net.groupvpn.lab.web.Visitor;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A person with an account at the portal, who uses its forms for everything. */
public final class Person {
  /** Everybody's password in the lab. */
  public static final String PASSWORD = "four-wooden-ladders";

  private final Visitor visitor;
  private final String name;

  private Person(Visitor visitor, String name) {
    this.visitor = visitor;
    this.name = name;
  }

  /** The portal's owner, made with its one-time code. */
  public static Person owner(LabPortal portal, String name) {
    Visitor visitor = portal.visitor();
    visitor.submit(
        visitor.open("/set-up"),
        "/set-up",
        Map.of(
            "code", portal.setUpCode(),
            "name", name,
            "password", PASSWORD,
            "repeated", PASSWORD));
    return new Person(visitor, name).logIn();
  }

  /** A new person. */
  public static Person signUp(LabPortal portal, String name) {
    Visitor visitor = portal.visitor();
    visitor.submit(
        visitor.open("/sign-up"),
        "/sign-up",
        Map.of("name", name, "password", PASSWORD, "repeated", PASSWORD));
    return new Person(visitor, name).logIn();
  }

  /** Logs in unless the portal did so at once. */
  private Person logIn() {
    Document page = visitor.open("/log-in");
    if (page.select("input[name=password]").isEmpty()) {
      return this;
    }
    visitor.submit(page, "/log-in", Map.of("name", name, "password", PASSWORD));
    return this;
  }

  /** The account's name. */
  public String name() {
    return name;
  }

  /** Creates a group; returns the path of its page. */
  public String createGroup(String groupName, String ipv4Range, String dnsSuffix) {
    visitor.submit(
        visitor.open("/groups/new"),
        "/groups/new",
        Map.of(
            "name", groupName,
            "description", "Made by the lab.",
            "ipv4-range", ipv4Range,
            "dns-suffix", dnsSuffix));
    return find(groupName);
  }

  private String find(String groupName) {
    for (Element link : visitor.open("/groups").select("h3 a")) {
      if (link.text().equals(groupName)) {
        return link.attr("href");
      }
    }
    throw new IllegalStateException("the portal lists no group " + groupName);
  }

  /** Applies to a group with a reason; returns the path of its page. */
  public String apply(String groupName, String reason) {
    String group = find(groupName);
    visitor.submit(visitor.open(group), "/apply", Map.of("reason", reason));
    return group;
  }

  /** Approves the application of {@code applicant}. */
  public void approve(String group, String applicant) {
    Document page = visitor.open(group + "/applications");
    for (Element card : page.select("li.card")) {
      if (card.select("h2").text().equals(applicant)) {
        visitor.submit(page, card.select("form[action$=/approve]").attr("action"), Map.of());
        return;
      }
    }
    throw new IllegalStateException(applicant + " is not among the applications: " + page.text());
  }

  /** Lets all machines of a member be gateways. */
  public void allowGateway(String group, String member) {
    allow(group, member, "gateways", "gateway-member", Map.of("gateway-device", ""));
  }

  /** Lets a member announce a network behind it. */
  public void allowSubnet(String group, String member, String prefix) {
    allow(group, member, "subnets", "subnet-member", Map.of("subnet-prefix", prefix));
  }

  /** Reserves an address and a name for a member's only machine. */
  public void reserve(String group, String member, String address, String name) {
    Map<String, String> fields =
        Map.of("reserved-device", "", "reserved-address", address, "reserved-name", name);
    allow(group, member, "reservations", "reserved-member", fields);
  }

  private void allow(
      String group, String member, String form, String choice, Map<String, String> more) {
    Document page = visitor.open(group + "/policy");
    for (Element option : page.select("select[name=" + choice + "] option")) {
      if (option.text().equals(member)) {
        Map<String, String> fields = new HashMap<>(more);
        fields.put(choice, option.attr("value"));
        visitor.submit(page, "/policy/" + form, fields);
        return;
      }
    }
    throw new IllegalStateException(member + " cannot be chosen: " + page.text());
  }

  /** Downloads a group file for one machine. */
  public byte[] downloadGroupFile(String group) {
    return visitor.download(visitor.open(group), "/config", Map.of());
  }

  /** Revokes a member, going through the page that states the consequence. */
  public void revoke(String group, String member) {
    Document members = visitor.open(group + "/members");
    for (Element section : members.select("section.member")) {
      if (section.select("h2 > span:first-child").text().equals(member)) {
        Document confirm = visitor.open(section.select("a[href$=/revoke]").attr("href"));
        visitor.submit(confirm, "/revoke", Map.of());
        return;
      }
    }
    throw new IllegalStateException(member + " is not among the members: " + members.text());
  }
}
