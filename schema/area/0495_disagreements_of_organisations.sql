-- What is held back about an organisation is found as that about a person is (contested.sql).
create index feed_disagreement_organisation on feed_disagreement (organisation_id)
  where organisation_id is not null;
