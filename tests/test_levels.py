"""Levels follow the written rule beside the levels in datapackage.yaml; every post's level stands here, so that a change is seen."""

from __future__ import annotations

import pytest

LEVELS = {
    1: """
        khm-chairman-council-of-ministers
        khm-first-prime-minister
        khm-king
        khm-president-of-the-national-assembly
        khm-president-of-the-senate
        khm-prime-minister
        khm-second-prime-minister
        mng-president
        npl-prime-minister
        usa-president
    """,
    2: """
        idn-minister-of-defense
        khm-co-minister-of-national-defence
        khm-minister-delegate-prime-minister
        khm-minister-of-foreign-affairs
        khm-minister-of-health
        khm-minister-of-interior
        khm-minister-of-national-defence
        lao-minister-of-national-defence
        phl-secretary-of-national-defense
        sgp-minister-for-defence
        tha-deputy-prime-minister
        tha-minister-of-defence
        usa-director-central-intelligence-agency
        usa-secretary-of-defense
        usa-secretary-of-state
        vnm-minister-of-national-defence
    """,
    3: """
        idn-commander-national-armed-forces
        khm-commander-in-chief-armed-forces
        khm-first-deputy-minister-of-foreign-affairs
        khm-secretary-of-state-foreign-affairs
        khm-secretary-of-state-national-defence
        lao-vice-minister-of-foreign-affairs
        tha-chief-of-defence-forces
        usa-administrator-noaa
        usa-administrator-usaid
        usa-assistant-secretary-of-defense-indo-pacific-security-affairs
        usa-assistant-secretary-of-state-east-asian-pacific-affairs
        usa-assistant-secretary-of-state-political-military-affairs
        usa-assistant-secretary-of-state-public-affairs
        usa-commander-indo-pacific-command
        usa-counselor-department-of-state
        usa-deputy-secretary-of-state
        usa-member-house-of-representatives
        usa-secretary-of-the-navy
        usa-under-secretary-of-state-political-affairs
    """,
    4: """
        aus-ambassador-to-cambodia
        chn-ambassador-to-cambodia
        ind-chief-of-the-army-staff
        jpn-ambassador-to-cambodia
        khm-chairman-pow-mia-committee
        khm-commander-air-force
        khm-commander-army
        khm-commander-navy
        khm-deputy-chief-general-staff
        khm-deputy-commander-in-chief-armed-forces
        khm-director-general-cambodian-mine-action-centre
        khm-director-general-materiel-techniques
        khm-director-general-national-center-peacekeeping-forces
        khm-director-general-policy-foreign-affairs
        khm-director-general-research-intelligence
        khm-governor-kampong-cham
        khm-governor-preah-sihanouk
        khm-head-civil-aviation-authority
        khm-secretary-general-mine-action-authority
        npl-chief-of-the-army-staff
        nzl-vice-chief-of-defence-force
        usa-ambassador-to-asean
        usa-ambassador-to-cambodia
        usa-ambassador-to-laos
        usa-ambassador-to-mongolia
        usa-ambassador-to-nepal
        usa-ambassador-to-thailand
        usa-charge-daffaires-cambodia
        usa-commander-pacific-fleet
        usa-commander-special-operations-command-pacific
        usa-commanding-general-army-pacific
        usa-deputy-assistant-secretary-of-defense-humanitarian-refugee-affairs
        usa-deputy-assistant-secretary-of-defense-pow-missing-personnel-affairs
        usa-deputy-assistant-secretary-of-defense-south-southeast-asia
        usa-director-defense-pow-mia-accounting-agency
        usa-principal-deputy-assistant-secretary-of-defense-indo-pacific-security-affairs
        usa-special-representative-supreme-national-council
        vnm-deputy-chief-of-the-general-staff
    """,
    5: """
        fra-joint-commander-french-polynesia
        khm-commander-ream-naval-base
        khm-deputy-commander-army
        khm-deputy-commander-navy
        khm-deputy-director-general-policy-foreign-affairs
        khm-director-national-counterterrorism-bureau
        khm-director-training-school-multinational-peacekeeping-forces
        khm-foreign-policy-adviser-to-the-prime-minister
        khm-vice-chairman-pow-mia-committee
        khm-vice-president-secretariat-counter-terrorism-committee
        mys-joint-force-commander
        tha-chief-of-staff-royal-thai-fleet
        usa-adjutant-general-idaho
        usa-air-national-guard-assistant-pacific-air-forces
        usa-assistant-adjutant-general-army-idaho
        usa-chief-office-of-defense-cooperation-cambodia
        usa-commander-3rd-marine-expeditionary-brigade
        usa-commander-8th-theater-sustainment-command
        usa-commander-seventh-fleet
        usa-commander-task-force-73
        usa-commanding-general-i-corps
        usa-commodore-destroyer-squadron-7
        usa-defense-attache-cambodia
        usa-deputy-chief-of-mission-cambodia
        usa-deputy-commander-pacific-fleet
        usa-deputy-commanding-general-army-pacific
        usa-director-asia-pacific-center-for-security-studies
        usa-director-cooperative-threat-reduction-dtra
        usa-legal-attache-cambodia
    """,
    6: """
        khm-deputy-commander-ream-naval-base
        khm-spokesperson-national-defence
        usa-spokesperson-department-of-state
        usa-spokesperson-embassy-cambodia
        usa-white-house-press-secretary
    """,
}


@pytest.mark.parametrize("level", LEVELS)
def test_the_posts_of_a_level(record, level):
    assert set(record.posts.loc[record.posts["level"] == level, "post_id"]) == set(LEVELS[level].split())


def test_every_post_has_its_level_here(record):
    assert len(record.posts) == sum(len(posts.split()) for posts in LEVELS.values())


def test_a_participant_ranks_as_the_post_held(record):
    """Whoever holds two offices is ranked by the higher one, so that the level is never below the post's."""
    held = record.participants.merge(record.posts[["post_id", "level"]], on="post_id", suffixes=("", "_of_post"))
    assert (held["level"] <= held["level_of_post"]).all()


def test_every_participation_in_a_listed_office_is_linked_to_its_post(record):
    """The offices whose terms are in the record, by any of their titles."""
    offices = record.posts[record.posts["post_id"].isin(record.tenures["post_id"])]
    titles = {title for row in offices.itertuples() for title in [row.title, *str(row.other_titles).split("; ")]}
    people = record.participants[record.participants["position"].isin(titles)]
    assert len(people) > 100
    assert people["post_id"].notna().all()
